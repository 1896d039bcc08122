"""Word documents made outside of a run: for whom, and where they go.

forms   Appendix A at any time of the year
pdf     documents as PDF, by LibreOffice
steady  such a PDF with the same bytes each time
"""
