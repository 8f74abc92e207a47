"""The command that runs a service with faults: `python -m bench.faults services.intake`.

Environment: IMR_FAULT_FILE, the file in which a test leaves a fault (`steps`); IMR_PLANT, the
name of a wrong runtime (`plants`); IMR_STATE_FOLDER, the folder for the worker's state on SIGUSR1
(`states`).
"""

import os
import runpy
import sys
from pathlib import Path

from bench.faults import plants, states, steps

if fault_file := os.environ.get("IMR_FAULT_FILE"):
    steps.install(Path(fault_file))
if plant := os.environ.get("IMR_PLANT"):
    plants.install(plant)
if state_folder := os.environ.get("IMR_STATE_FOLDER"):
    states.install(Path(state_folder))
runpy.run_module(sys.argv[1], run_name="__main__", alter_sys=True)
