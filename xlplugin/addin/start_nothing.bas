Attribute VB_Name = "XlpluginStart"
Option Explicit

' Starts nothing: many offices forbid Excel to start other programs. The message that is named says how to start the helper.

Public StartInterpreter As String
Public StartError As String

Public Function StartHelper() As String
    StartHelper = "no_helper"
End Function
