"""The channels of applications: HTTP and files, all ending in `SubmitApplication`."""
