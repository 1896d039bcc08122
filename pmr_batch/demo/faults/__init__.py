"""Faults planted in correct returns on disk, as offices make them, without the rules' code.

- table: the demo's faults, in the order in which they are planted
- planting: a fault as data, and picking a person for it; edited_return: a return as an office edits it
- files, rows, concerns: faults that are more than changed cells
"""
