"""Faults planted in correct returns on disk, as offices make them; knows nothing of the rules' code.

- table: the demo's faults, in the order in which they are planted
- planting: a fault as data, and who is picked for it; edited_return: a return as an office edits it
- files, rows, concerns: faults that are more than changed cells
"""
