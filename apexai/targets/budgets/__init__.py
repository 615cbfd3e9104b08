"""Budgets on each platform: who hears of them, and what holds a service back when they are spent."""
