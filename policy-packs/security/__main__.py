"""The policy pack security: the rules of apexai.policy.rules, served to the engine."""

from apexai.policy.crossguard import serve_pack

serve_pack("security")
