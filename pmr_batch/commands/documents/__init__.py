"""Word documents made outside of a run: for whom, and where they go.

addressees        the people whose documents are requested
forms             Appendix A at any time of the year
letters           the letters that are due
due_letters_text  the same as text, and as JSON
pdf               documents as PDF, by LibreOffice
steady_pdf        such a PDF with the same bytes each time
"""
