"""The papers that an auditor takes away: one frozen value, told as a PDF and as a workbook."""
