"""Breaking the glass: the page that asks why, and the list of who did."""
