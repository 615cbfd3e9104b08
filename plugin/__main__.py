from apexai.plugin.provider import serve

serve()
