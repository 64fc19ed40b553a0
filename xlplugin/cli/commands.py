"""Every command, registered: importing this is what fills the application."""

import xlplugin.cli.addin as addin
import xlplugin.cli.annotate as annotate
import xlplugin.cli.check as check
import xlplugin.cli.exchange as exchange
import xlplugin.cli.live as live
import xlplugin.cli.rollup as rollup
import xlplugin.cli.rules as rules
import xlplugin.cli.serve as serve
import xlplugin.cli.watch as watch
from xlplugin.cli.application import app

__all__ = ["addin", "annotate", "app", "check", "exchange", "live", "rollup", "rules", "serve", "watch"]
