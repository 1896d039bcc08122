"""pmr_batch: a trust's annual performance management reviews, from academy workbooks to the pay committee.

The flow, room by room:

    read        files of a folder -> returns: tables that know file, sheet, row and column of every value
    validate    returns -> findings: pandera schemas, then the rules of the policy
    merge       returns and findings -> everybody with an outcome; rows in = outcomes out
    moderate    the trust-wide picture for the pay committee
    produce     committee workbook, Appendix A forms, findings, report

`run` calls the stages in this order, `check` the first two; `issue` hands out the workbooks, `adopt` makes them
of what an office keeps itself, `decide` takes in what the committee decided; `cli` calls them, and `told` says what
came of it. Under the stages: `rules` (every rule), `rulebook` (the policy clause by clause, and each rule explained),
`settings` (trust.xlsx), `policy` (numbers, pay, calendar), `kept` (what a run keeps for later ones), `ledger`
(records.sqlite), `forms` (Appendix A), `letters` (the policy's other writings), `word` (Word documents), `intake` and
`workbook` (.xlsx in and out), `layout` (every sheet and column, once), `model` and `moderated` (what is handed over).
`demo` is a synthetic trust.
"""

__version__ = "0.1.0"
