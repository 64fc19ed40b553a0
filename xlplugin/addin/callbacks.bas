Attribute VB_Name = "XlpluginRibbon"
Option Explicit

' The buttons of ribbon.xml, and the little that is needed to run one xlplugin command in the Python recorded by
' "xlplugin addin install". ASCII only; what a user reads stands in the add-in's own sheet (see messages.py).
'
' Safety: the interpreter is read from the user's own settings folder and from nowhere else. Of the open workbook
' only its full name is used, as a line of the request; no sheet, property, folder or neighbour of it is looked at.
' Python runs with -I: neither the current folder nor PYTHONPATH can put a module before xlplugin.
'
' Responsiveness: the command talks to Excel over COM, so Excel must be free to answer while it runs. The process is
' started with Exec, which does not wait; the macro ends at once, and OnTime looks every second whether the process has
' ended. No macro is active in between, no API is declared, and no loop keeps a processor busy.

Private Const BOOTSTRAP As String = "import sys;sys.stdout=sys.stderr=open(sys.argv[2],'w',encoding='utf-8',errors='backslashreplace',buffering=1);" & _
    "sys.argv=['xlplugin']+open(sys.argv[1],encoding='utf-8-sig').read().split('\n');from xlplugin.cli import main;main()"
Private Const LONGEST_MESSAGE As Long = 1500
Private Const TEXT_STREAM As Integer = 2
Private Const OVERWRITE As Integer = 2
Private Const EXCLAMATION_ON_TOP As Long = 4144 ' vbExclamation (48) + vbSystemModal (4096)

Private Const QUESTION_ON_TOP As Long = 4388 ' vbYesNo (4) + vbQuestion (32) + vbDefaultButton2 (256) + vbSystemModal (4096)
Private Const YES As Long = 6

Private Running As Object ' the command's WshScriptExec; Nothing when none runs
Private RequestFile As String
Private LogFile As String
Private LastTold As String

Public Sub XlpluginValidate(control As IRibbonControl)
    RunXlplugin "validate"
End Sub

Public Sub XlpluginValidateSheet(control As IRibbonControl)
    RunXlplugin "validate_sheet"
End Sub

Public Sub XlpluginClear(control As IRibbonControl)
    RunXlplugin "clear"
End Sub

Public Sub XlpluginPreviousProblem(control As IRibbonControl)
    RunXlplugin "previous_problem"
End Sub

Public Sub XlpluginNextProblem(control As IRibbonControl)
    RunXlplugin "next_problem"
End Sub

Public Sub XlpluginFillTotals(control As IRibbonControl)
    RunXlplugin "fill_totals"
End Sub

Public Sub XlpluginRestoreFormulas(control As IRibbonControl)
    RunXlplugin "restore_formulas"
End Sub

Public Sub XlpluginFillBlanks(control As IRibbonControl)
    RunXlplugin "fill_blanks"
End Sub

Public Sub XlpluginNormaliseNumbers(control As IRibbonControl)
    RunXlplugin "normalise_numbers"
End Sub

Public Sub XlpluginListProblems(control As IRibbonControl)
    RunXlplugin "list_problems"
End Sub

Public Sub XlpluginImportPrior(control As IRibbonControl)
    RunXlplugin "import_prior"
End Sub

Public Sub XlpluginShowRules(control As IRibbonControl)
    RunXlplugin "show_rules"
End Sub

Public Sub XlpluginAbout(control As IRibbonControl)
    RunXlplugin "about"
End Sub

' Starts one command. Whatever goes wrong ends in a message, never in the debugger.
Private Sub RunXlplugin(ByVal Command As String)
    Dim Shell As Object, Interpreter As String, Folder As String, Before As String, Reason As String
    If IsRunning() Then Exit Sub
    If IsMac() Then
        Tell Replace(Words("mac"), "{command}", Command)
        Exit Sub
    End If
    On Error GoTo Failed
    Set Shell = Make("WScript.Shell")
    Interpreter = RecordedInterpreter(Shell)
    If Len(Interpreter) = 0 Then
        Tell Words("not_installed")
        Exit Sub
    End If
    If Not FileThere(Interpreter) Then
        Tell Replace(Words("no_interpreter"), "{interpreter}", Interpreter)
        Exit Sub
    End If
    Folder = Shell.ExpandEnvironmentStrings("%TEMP%")
    RequestFile = Folder & "\xlplugin-" & WindowNumber() & ".txt"
    LogFile = Folder & "\xlplugin-" & WindowNumber() & ".log"
    WriteText RequestFile, RequestText(Command, WindowNumber(), LanguageCode(), BookName())
    RemoveFile LogFile
    ' pywin32 finds its libraries from the interpreter's own folder; the workbook's folder must not be the current one.
    Before = Shell.CurrentDirectory
    Shell.CurrentDirectory = ParentFolder(Interpreter)
    On Error GoTo NotStarted
    Set Running = Shell.Exec(CommandLine(Interpreter, RequestFile, LogFile))
    On Error GoTo Failed
    Shell.CurrentDirectory = Before
    LookAgain
    Exit Sub
NotStarted:
    Reason = Err.Description ' before anything else: Words() clears it
    Shell.CurrentDirectory = Before
    Tell Replace(Replace(Words("not_started"), "{interpreter}", Interpreter), "{error}", Reason)
    Exit Sub
Failed:
    Reason = Err.Description
    Set Running = Nothing
    Tell Replace(Words("internal"), "{error}", Reason)
End Sub

' Called by OnTime once a second while a command runs. Exit status 0: done, and the command has said what there was to say.
Public Sub XlpluginPoll()
    Dim Status As Long, Reason As String
    If Running Is Nothing Then Exit Sub
    On Error GoTo Failed
    If Running.Status = 0 Then
        LookAgain
        Exit Sub
    End If
    Status = Running.ExitCode
    Set Running = Nothing
    RemoveFile RequestFile
    If Status <> 0 Then Tell FailureText(Words("failed"), Status, LogText(), LogFile)
    Exit Sub
Failed:
    Reason = Err.Description
    Set Running = Nothing
    Tell Replace(Words("internal"), "{error}", Reason)
End Sub

Private Sub LookAgain()
    Application.OnTime Now + TimeSerial(0, 0, 1), "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!XlpluginPoll"
End Sub

' Whether the last command still runs; the user may end it, so that a hung one never locks the buttons.
Private Function IsRunning() As Boolean
    If Running Is Nothing Then Exit Function
    On Error GoTo Gone
    If Running.Status = 0 Then
        IsRunning = True
        If Make("WScript.Shell").Popup(Words("busy"), 0, "xlplugin", QUESTION_ON_TOP) <> YES Then Exit Function
        Running.Terminate
    End If
Gone:
    IsRunning = False
    Set Running = Nothing
End Function

' The last message shown, for tests.
Private Function XlpluginLastTold() As String
    XlpluginLastTold = LastTold
End Function

' What the command line of xlplugin gets: one argument a line, so that no character of a name needs quoting.
Private Function RequestText(ByVal Command As String, ByVal Window As String, ByVal Language As String, ByVal Book As String) As String
    Dim Text As String
    Text = "live" & vbLf & Command & vbLf & "--host=excel" & vbLf & "--hwnd=" & Window & vbLf & "--lang=" & Language
    If Len(Book) > 0 Then Text = Text & vbLf & "--book=" & Book
    RequestText = Text
End Function

' The command that is started. Only paths of the user's own folders stand in it.
Private Function CommandLine(ByVal Interpreter As String, ByVal Request As String, ByVal Log As String) As String
    CommandLine = Quoted(Interpreter) & " -I -c " & Quoted(BOOTSTRAP) & " " & Quoted(Request) & " " & Quoted(Log)
End Function

' One argument as CommandLineToArgvW reads it back: backslashes double before a quote and at the end, quotes get a backslash.
Private Function Quoted(ByVal Argument As String) As String
    Dim At As Long, Slashes As Long, Character As String, Text As String
    For At = 1 To Len(Argument)
        Character = Mid(Argument, At, 1)
        If Character = "\" Then
            Slashes = Slashes + 1
        ElseIf Character = Chr(34) Then
            Text = Text & String(Slashes * 2 + 1, "\") & Character
            Slashes = 0
        Else
            Text = Text & String(Slashes, "\") & Character
            Slashes = 0
        End If
    Next At
    Quoted = Chr(34) & Text & String(Slashes * 2, "\") & Chr(34)
End Function

' The message about a command that failed: the end of what it printed, and where all of it is.
Private Function FailureText(ByVal Frame As String, ByVal Status As Long, ByVal Printed As String, ByVal Log As String) As String
    If Len(Printed) > LONGEST_MESSAGE Then Printed = "..." & Right(Printed, LONGEST_MESSAGE)
    FailureText = Replace(Replace(Replace(Frame, "{status}", CStr(Status)), "{log}", Log), "{printed}", Printed)
End Function

' A message from the add-in's own sheet: key, Chinese, English.
Private Function Words(ByVal Key As String) As String
    Dim Row As Long, Column As Long
    Column = 2
    If LanguageCode() = "en" Then Column = 3
    For Row = 1 To 20
        If ThisWorkbook.Worksheets(1).Cells(Row, 1).Value = Key Then
            Words = ThisWorkbook.Worksheets(1).Cells(Row, Column).Value
            Exit Function
        End If
    Next Row
    Words = Key
End Function

' Chinese, but where the user has set the program's own interface to another language.
Private Function LanguageCode() As String
    Dim Language As Long
    LanguageCode = "zh"
    On Error Resume Next
    Language = Application.LanguageSettings.LanguageID(2) ' msoLanguageIDUI
    On Error GoTo 0
    If Language <> 0 And (Language Mod 1024) <> 4 Then LanguageCode = "en"
End Function

' The settings folder is the user's; WScript.Shell gives it in Unicode, which Environ does not.
Private Function RecordedInterpreter(ByVal Shell As Object) As String
    Dim Path As String
    Path = Shell.ExpandEnvironmentStrings("%APPDATA%") & "\xlplugin\interpreter.txt"
    If FileThere(Path) Then RecordedInterpreter = Trim(Replace(Replace(ReadText(Path), vbCr, ""), vbLf, ""))
End Function

Private Function BookName() As String
    On Error Resume Next
    If Not ActiveWorkbook Is Nothing Then BookName = ActiveWorkbook.FullName
End Function

Private Function WindowNumber() As String
    On Error Resume Next
    WindowNumber = "0"
    WindowNumber = CStr(Application.Hwnd)
End Function

Private Function IsMac() As Boolean
    On Error Resume Next
    IsMac = InStr(1, Application.OperatingSystem, "Mac") > 0
End Function

Private Function LogText() As String
    On Error Resume Next
    If FileThere(LogFile) Then LogText = ReadText(LogFile)
End Function

' WshShell.Popup shows Chinese on a Windows of any language, MsgBox only on a Chinese one.
Private Sub Tell(ByVal Text As String)
    LastTold = Text
    On Error GoTo Plainly
    Make("WScript.Shell").Popup Text, 0, "xlplugin", EXCLAMATION_ON_TOP
    Exit Sub
Plainly:
    Application.StatusBar = Text
End Sub

' ---- Below: all that touches Windows. ----

Private Function Make(ByVal Name As String) As Object
    Set Make = CreateObject(Name)
End Function

Private Function FileThere(ByVal Path As String) As Boolean
    FileThere = Make("Scripting.FileSystemObject").FileExists(Path)
End Function

Private Function ParentFolder(ByVal Path As String) As String
    ParentFolder = Make("Scripting.FileSystemObject").GetParentFolderName(Path)
End Function

Private Sub RemoveFile(ByVal Path As String)
    If FileThere(Path) Then Make("Scripting.FileSystemObject").DeleteFile Path
End Sub

' Texts are UTF-8 through ADODB.Stream: VBA's own file statements know only the code page of the machine.
Private Function ReadText(ByVal Path As String) As String
    Dim Stream As Object
    Set Stream = Make("ADODB.Stream")
    Stream.Type = TEXT_STREAM
    Stream.Charset = "utf-8"
    Stream.Open
    Stream.LoadFromFile Path
    ReadText = Stream.ReadText
    Stream.Close
End Function

Private Sub WriteText(ByVal Path As String, ByVal Text As String)
    Dim Stream As Object
    Set Stream = Make("ADODB.Stream")
    Stream.Type = TEXT_STREAM
    Stream.Charset = "utf-8"
    Stream.Open
    Stream.WriteText Text
    Stream.SaveToFile Path, OVERWRITE
    Stream.Close
End Sub
