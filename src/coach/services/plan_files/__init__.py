"""Everything a plan leaves the house as: one form a module, all from the same ``Plan`` and the same words."""

from coach.services.plan_files.document import SCHEMA_ID, plan_document, plan_schema
from coach.services.plan_files.exporting import Exported, PlanFile, export

__all__ = ["SCHEMA_ID", "Exported", "PlanFile", "export", "plan_document", "plan_schema"]
