"""Law and standards as dated data: what is asked, from when, and how sure that is. No rule holds a legal date."""
