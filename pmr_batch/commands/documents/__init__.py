"""Word documents made outside of a run: for whom, and where they go.

whom     whose documents are asked for
forms    Appendix A at any time of the year
letters  the letters that are due
told     the same in lines, and for machines
pdf      documents as PDF, by LibreOffice
steady   such a PDF with the same bytes each time
"""
