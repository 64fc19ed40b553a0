// The validator takes one file and ends; starting .NET costs more than the work. This hook (DOTNET_STARTUP_HOOKS) runs
// before its Main and calls that for each line of the input: a file, a tab, a version of Office. A line with the letter
// U+001E follows each answer.
using System;
using System.Reflection;

internal class StartupHook
{
    public static void Initialize()
    {
        MethodInfo main = Assembly.GetEntryAssembly().EntryPoint;
        string line;
        while ((line = Console.In.ReadLine()) != null)
        {
            main.Invoke(null, new object[] { line.Split('\t') });
            Console.Out.WriteLine("\u001e");
        }
        Console.Out.Flush();
        Environment.Exit(0);
    }
}
