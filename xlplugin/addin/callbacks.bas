Attribute VB_Name = "XlpluginRibbon"
Option Explicit

' The buttons of ribbon.xml, and the little that is needed to have one order done by the resident helper of xlplugin
' ("xlplugin addin start"). ASCII only; what a user reads stands in the add-in's own sheet (see messages.py).
'
' Safety: the helper is a service of this user on 127.0.0.1. Its port and token are read from the user's own settings
' folder and from nowhere else. Of the open workbook only its full name is used, as a value of the request; no sheet,
' property, folder or neighbour of it is looked at. Nothing is started here: see StartHelper.
'
' Responsiveness: the helper talks to Excel over COM, so Excel must be free to answer while it works. The request is
' answered at once, the macro ends, and OnTime looks every second whether there is a result. No macro is active in
' between, no API is declared, and no loop keeps a processor busy.

Private Const LONGEST_MESSAGE As Long = 1500
Private Const EXCLAMATION_ON_TOP As Long = 4144 ' vbExclamation (48) + vbSystemModal (4096)
Private Const QUESTION_ON_TOP As Long = 4388 ' vbYesNo (4) + vbQuestion (32) + vbDefaultButton2 (256) + vbSystemModal (4096)
Private Const YES As Long = 6
Private Const MOST_TRIES As Long = 60 ' seconds that a helper may take to start

Private Port As String
Private Token As String
Private Job As String ' the number of the order that runs; empty when none does
Private Pending As String ' the order to ask for as soon as the helper that was started answers
Private Tries As Long
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

' Asks for one order. Whatever goes wrong ends in a message, never in the debugger.
Private Sub RunXlplugin(ByVal Wanted As String)
    Dim Reason As String, Key As String, IsOver As Boolean
    On Error GoTo Failed
    If IsMac() Then
        Tell Replace(Words("mac"), "{name}", Wanted)
        Exit Sub
    End If
    If InProtectedView() Then
        Tell Words("protected")
        Exit Sub
    End If
    If Len(Pending) > 0 Then Exit Sub ' the helper is being started for a press before
    If StillRuns() Then
        If ShowMessage(Words("busy"), QUESTION_ON_TOP) <> YES Then Exit Sub
        IsOver = True
    End If
    If Post(Wanted, IsOver) Then Exit Sub
    Key = StartHelper()
    If Len(Key) > 0 Then
        Tell Replace(Replace(Words(Key), "{interpreter}", StartInterpreter), "{error}", StartError)
        Exit Sub
    End If
    Pending = Wanted
    Tries = 0
    LookAgain
    Exit Sub
Failed:
    Reason = Err.Description ' before anything else: Words() clears it
    Job = ""
    Pending = ""
    Tell Replace(Words("internal"), "{error}", Reason)
End Sub

' Called by OnTime once a second while a order runs, or a helper is being started.
Public Sub XlpluginPoll()
    Dim Status As Long, Answer As String, Reason As String, Wanted As String
    On Error GoTo Failed
    If Len(Pending) > 0 Then
        Tries = Tries + 1
        Wanted = Pending
        Pending = ""
        If Post(Wanted, False) Then Exit Sub
        If Tries < MOST_TRIES Then
            Pending = Wanted
            LookAgain
        Else
            Tell Words("no_helper")
        End If
        Exit Sub
    End If
    If Len(Job) = 0 Then Exit Sub
    Status = Ask("GET", "/api/live/result?job=" & Job, "", Answer)
    If Status = 202 Then
        LookAgain
        Exit Sub
    End If
    Job = ""
    If Status = 0 Then
        Tell Words("gone")
    ElseIf Status <> 200 Then ' 200: the order has said what there was to say
        Tell FailureText(Answer, Status)
    End If
    Exit Sub
Failed:
    Reason = Err.Description
    Job = ""
    Pending = ""
    Tell Replace(Words("internal"), "{error}", Reason)
End Sub

Private Sub LookAgain()
    Application.OnTime Now + TimeSerial(0, 0, 1), "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!XlpluginPoll"
End Sub

' Whether the last order still runs; the user may give it up, so that a hung one never locks the buttons.
Private Function StillRuns() As Boolean
    Dim Status As Long, Answer As String
    If Len(Job) = 0 Then Exit Function
    Status = Ask("GET", "/api/live/result?job=" & Job, "", Answer)
    StillRuns = (Status = 202)
    If Not StillRuns Then Job = ""
End Function

' Asks the helper to begin a order; False where there is no helper. Any other answer than "begun" is told.
Private Function Post(ByVal Wanted As String, ByVal IsOver As Boolean) As Boolean
    Dim Status As Long, Answer As String
    If Not ReadHelper() Then Exit Function
    Status = Ask("POST", "/api/live/" & Wanted, RequestText(WindowNumber(), LanguageCode(), BookName(), IsOver), Answer)
    If Status = 0 Or Status = 401 Or Status = 421 Then Exit Function ' nobody there, or another program has the port now
    Post = True
    If Status = 202 Then
        Job = Field(Answer, "job")
        LookAgain
    Else
        Tell FailureText(Answer, Status)
    End If
End Function

' What the helper gets: JSON in ASCII, so that no character of a name is changed on its way.
Private Function RequestText(ByVal Window As String, ByVal Language As String, ByVal Book As String, ByVal IsOver As Boolean) As String
    Dim Text As String
    Text = "{" & JsonText("host") & ":" & JsonText("excel") & "," & JsonText("hwnd") & ":" & Window & "," & JsonText("lang") & ":" & JsonText(Language)
    If Len(Book) > 0 Then Text = Text & "," & JsonText("book") & ":" & JsonText(Book)
    If IsOver Then Text = Text & "," & JsonText("over") & ":true"
    RequestText = Text & "}"
End Function

' A text as JSON writes it, each character that is not plain ASCII by its number.
Private Function JsonText(ByVal Text As String) As String
    Dim At As Long, Code As Long, Written As String
    For At = 1 To Len(Text)
        Code = AscW(Mid(Text, At, 1))
        If Code < 0 Then Code = Code + 65536
        If Code < 32 Or Code > 126 Or Code = 34 Or Code = 92 Then
            Written = Written & "\u" & Right("000" & Hex(Code), 4)
        Else
            Written = Written & ChrW(Code)
        End If
    Next At
    JsonText = Chr(34) & Written & Chr(34)
End Function

' A text of the helper's answer, which is JSON in ASCII; empty where it is not there.
Private Function Field(ByVal Answer As String, ByVal Name As String) As String
    Dim At As Long, Mark As String, Text As String
    Mark = Chr(34) & Name & Chr(34) & ": " & Chr(34)
    At = InStr(1, Answer, Mark)
    If At = 0 Then Exit Function
    At = At + Len(Mark)
    Do While At <= Len(Answer)
        Mark = Mid(Answer, At, 1)
        If Mark = Chr(34) Then Exit Do
        If Mark = "\" Then
            At = At + 1
            Mark = Mid(Answer, At, 1)
            If Mark = "u" Then
                Mark = ChrW(CLng("&H" & Mid(Answer, At + 1, 4)))
                At = At + 4
            ElseIf Mark = "n" Then
                Mark = vbLf
            ElseIf Mark = "r" Then
                Mark = vbCr
            ElseIf Mark = "t" Then
                Mark = vbTab
            ElseIf Mark = "b" Or Mark = "f" Then
                Mark = " "
            End If
        End If
        Text = Text & Mark
        At = At + 1
    Loop
    Field = Text
End Function

' What to say of a order that was refused, or failed.
Private Function FailureText(ByVal Answer As String, ByVal Status As Long) As String
    Dim Text As String
    Text = Field(Answer, "error")
    If Len(Text) = 0 Then Text = Replace(Words("internal"), "{error}", CStr(Status))
    If Len(Text) > LONGEST_MESSAGE Then Text = Left(Text, LONGEST_MESSAGE) & "..."
    FailureText = Text
End Function

' The last message shown, for tests.
Private Function XlpluginLastTold() As String
    XlpluginLastTold = LastTold
End Function

' A message from the add-in's own sheet: key, Chinese, English. English where this machine cannot show the Chinese in a message box.
Private Function Words(ByVal Key As String) As String
    Dim Row As Long, Column As Long
    Column = 2
    If LanguageCode() = "en" Then Column = 3
    For Row = 1 To 20
        If ThisWorkbook.Worksheets(1).Cells(Row, 1).Value = Key Then
            Words = ThisWorkbook.Worksheets(1).Cells(Row, Column).Value
            If Not CanShow(Words) Then Words = ThisWorkbook.Worksheets(1).Cells(Row, 3).Value
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

Private Function BookName() As String
    On Error Resume Next
    If Not ActiveWorkbook Is Nothing Then BookName = ActiveWorkbook.FullName
End Function

' Whether the file in front is in Protected View: then it is no workbook yet, and nothing must be done to another one in its place.
Private Function InProtectedView() As Boolean
    On Error Resume Next
    If Len(BookName()) = 0 Then InProtectedView = Application.ProtectedViewWindows.Count > 0
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

' A message box of VBA knows the characters of the machine's code page only; the status bar knows all.
Private Sub Tell(ByVal Text As String)
    LastTold = Text
    On Error GoTo Plainly
    If CanShow(Text) Then
        ShowMessage Text, EXCLAMATION_ON_TOP
        Exit Sub
    End If
Plainly:
    Application.StatusBar = Replace(Text, vbLf, " ")
End Sub

' Port and token, as the helper has left them; False where none has, or where VBA cannot read the file: its file
' statements know the code page of the machine only, and the user's name may have a character beyond it.
Private Function ReadHelper() As Boolean
    On Error GoTo Unread
    Port = ""
    Token = ""
    ReadLines SettingsFolder() & "\xlplugin\helper.txt"
    ReadHelper = IsNumeric(Port) And Len(Token) > 20
Unread:
End Function

' The status of the helper's answer; 0 where nobody answers. Never through a proxy.
Private Function Ask(ByVal Method As String, ByVal Path As String, ByVal Body As String, ByRef Answer As String) As Long
    Dim Request As Object
    On Error GoTo Gone
    Set Request = Make("WinHttp.WinHttpRequest.5.1")
    Request.SetProxy 1 ' HTTPREQUEST_PROXYSETTING_DIRECT
    Request.SetTimeouts 1000, 1000, 3000, 5000
    Request.Open Method, "http://127.0.0.1:" & Port & Path, False
    Request.SetRequestHeader "X-Xlplugin-Token", Token
    If Len(Body) > 0 Then
        Request.SetRequestHeader "Content-Type", "application/json"
        Request.Send Body
    Else
        Request.Send
    End If
    Answer = Request.ResponseText
    Ask = Request.Status
Gone:
End Function

' ---- Below: all that touches the machine. ----

Private Function Make(ByVal Name As String) As Object
    Set Make = CreateObject(Name)
End Function

Private Function SettingsFolder() As String
    SettingsFolder = Environ("APPDATA")
End Function

Private Sub ReadLines(ByVal Path As String)
    Dim Number As Integer
    Number = FreeFile
    Open Path For Input As #Number
    Line Input #Number, Port
    Line Input #Number, Token
    Close #Number
End Sub

Private Function ShowMessage(ByVal Text As String, ByVal Kind As Long) As Long
    ShowMessage = MsgBox(Text, Kind, "xlplugin")
End Function

Private Function CanShow(ByVal Text As String) As Boolean
    CanShow = (StrConv(StrConv(Text, vbFromUnicode), vbUnicode) = Text)
End Function
