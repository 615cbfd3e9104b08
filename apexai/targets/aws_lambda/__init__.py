"""AWS Lambda: functions with published versions behind the alias `live`."""
