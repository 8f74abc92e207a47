"""The rules of the place as dated configuration: one YAML file per jurisdiction, every value with its source in law.

`load("ca-workers-comp")` gives the rules; `model` says what a file holds, `clocks` counts days and hours.
"""

from jurisdictions.files import UnknownJurisdiction, load
from jurisdictions.model import Jurisdiction

__all__ = ["Jurisdiction", "UnknownJurisdiction", "load"]
