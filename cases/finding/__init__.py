"""Finding: people by any spelling of their names, records by references, numbers and words."""
