"""The pages of assessments: list, start, task list, settings, check and close."""
