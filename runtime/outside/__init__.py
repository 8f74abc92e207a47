"""Reading and publishing from outside the transactional loop."""
