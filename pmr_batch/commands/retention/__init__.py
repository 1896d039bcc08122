"""retention: what is kept until when, kept back, and destroyed, with a record (6.5, 8.1).

- copies: every file of a cycle, wherever it lies
- people: everybody in the records, under every payroll number
- periods: six years from the cycle's end; from a later day for some people
- trust_rows: what the trust's own sheets keep too long
- listing: all of that for every cycle
- extracts: what of shared files is kept of people who are kept back
- destruction: what is destroyed and what stays, then done step by step
- retention_text: all of it as text and as JSON
"""
