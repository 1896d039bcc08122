"""pmr_batch: a trust's annual performance management reviews, from academy workbooks to the pay committee.

The flow, stage by stage:

    read        files of a folder -> returns: tables that know file, sheet, row and column of every value
    validate    returns -> findings: pandera schemas, then the rules of the policy
    merge       returns and findings -> everybody with an outcome; rows in = outcomes out
    moderate    the trust-wide picture for the pay committee
    produce     committee workbook, Appendix A forms, returns, findings, report

Above them `commands` has a room or a file for each command (`run` calls the stages in this order, `check` the first
two), `cli` is the command line, and `demo` a synthetic trust. Below them:

    templates   the trust's own copies of templates where it has any, else the standard ones
    word        Word documents: `filling` of templates, Appendix A, letters
    workbook    the standard workbook: its template, the rows put into it, the live checks; trust.xlsx
    rules       every rule, the facts they share, their cases; `book`: the policy clause by clause
    settings    trust.xlsx
    excel       Excel files: `reading` and `writing`; protected with a password
    policy      the policy's numbers, dates, pay scales, calendar, reference data
    layout      every sheet and column, once; what offices call and write them; when a cell is required; pandera schemas
    records     records.sqlite, the ledger, and what runs keep for later ones
    model       what the stages hand over
    words, files, packages, locks, passwords, workers, cluster, errors
"""

__version__ = "0.1.0"
