"""Programs that hold a service back when its budget is spent; they run in the cloud and import nothing of this package.

Their modules need the standard library and, on AWS, the SDK that Lambda's runtime has.
"""
