"""What can go wrong, said in one line: where, what, and what to do."""


class PmrError(Exception):
    """Ends the command with one clear line and an exit code (design: 2 = could not do the job)."""

    exit_code = 2


class UsageError(PmrError):
    """The command was asked for something that is not there: a folder, a cycle, a file."""


class SettingsError(PmrError):
    """trust.xlsx, or the Settings sheet of a workbook, cannot be used; one problem a line."""

    def __init__(self, where: str, problems: list[str]) -> None:
        self.where = where
        self.problems = problems
        super().__init__("\n".join(f"{where}: {problem}" for problem in problems))


class RuleCrash(PmrError):
    """A rule failed to answer; the run is not to be trusted. Carries codes and addresses only."""


class TemplateError(PmrError):
    """A template cannot be used as it is."""


class OutputError(PmrError):
    """A file could not be written; the old one, if any, is untouched."""
