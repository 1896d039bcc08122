"""pmr_batch: a trust's annual performance management reviews, from academy workbooks to the pay committee.

The flow, room by room:

    read        files of a folder -> returns: tables that know file, sheet, row and column of every value
    validate    returns -> findings: pandera schemas, then the rules of the policy
    merge       returns and findings -> everybody with an outcome; rows in = outcomes out
    moderate    the trust-wide picture for the pay committee
    produce     committee workbook, Appendix A forms, findings, report

`run` calls the stages in this order; `cli` calls `run`. Under the stages: `rules` (the rule book),
`settings` (trust.xlsx), `policy` (numbers, pay, calendar), `layout` (every sheet and column, once),
`intake` and `workbook` (.xlsx in and out), `forms` (Word), `model` (what is handed over).
"""

__version__ = "0.1.0"
