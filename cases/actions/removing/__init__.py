"""Taking words out of records, where the ledger allows nothing: redaction, erasure, and how long things are kept."""
