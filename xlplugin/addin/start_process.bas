Attribute VB_Name = "XlpluginStart"
Option Explicit

' For offices that allow Excel to start other programs, and only in an add-in built for them ("--allow-child-process"):
' starts the helper in the Python recorded by "xlplugin addin install". The interpreter is read from the user's own
' settings folder and from nowhere else. Python runs with -I: neither the current folder nor PYTHONPATH can put a module
' before xlplugin.

Private Const TEXT_STREAM As Integer = 2
Private Const HIDDEN As Integer = 0

Public StartInterpreter As String
Public StartError As String

' Starts the helper and does not wait; gives the key of what to say where it cannot be started.
Public Function StartHelper() As String
    Dim Shell As Object, Before As String
    StartError = ""
    Set Shell = Make("WScript.Shell")
    StartInterpreter = RecordedInterpreter(Shell)
    If Len(StartInterpreter) = 0 Then
        StartHelper = "not_installed"
    ElseIf Not FileThere(StartInterpreter) Then
        StartHelper = "no_interpreter"
    Else
        ' pywin32 finds its libraries from the interpreter's own folder; the workbook's folder must not be the current one.
        Before = Shell.CurrentDirectory
        Shell.CurrentDirectory = ParentFolder(StartInterpreter)
        On Error GoTo NotStarted
        Shell.Run CommandLine(StartInterpreter), HIDDEN, False
        Shell.CurrentDirectory = Before
    End If
    Exit Function
NotStarted:
    StartError = Err.Description
    Shell.CurrentDirectory = Before
    StartHelper = "not_started"
End Function

Private Function CommandLine(ByVal Interpreter As String) As String
    CommandLine = Quoted(Interpreter) & " -I -X utf8 -m xlplugin addin start --here --idle 15"
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

' The settings folder is the user's; WScript.Shell gives it in Unicode, which Environ does not.
Private Function RecordedInterpreter(ByVal Shell As Object) As String
    Dim Path As String
    Path = Shell.ExpandEnvironmentStrings("%APPDATA%") & "\xlplugin\interpreter.txt"
    If FileThere(Path) Then RecordedInterpreter = Trim(Replace(Replace(ReadText(Path), vbCr, ""), vbLf, ""))
End Function

' ---- Below: all that touches the machine. ----

Private Function Make(ByVal Name As String) As Object
    Set Make = CreateObject(Name)
End Function

Private Function FileThere(ByVal Path As String) As Boolean
    FileThere = Make("Scripting.FileSystemObject").FileExists(Path)
End Function

Private Function ParentFolder(ByVal Path As String) As String
    ParentFolder = Make("Scripting.FileSystemObject").GetParentFolderName(Path)
End Function

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
