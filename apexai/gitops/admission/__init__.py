"""Rules as ValidatingAdmissionPolicies, for changes that no preview sees."""
