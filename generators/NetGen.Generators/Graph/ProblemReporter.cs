using NetGen.Generators.Model;

namespace NetGen.Generators.Graph;

/// <summary>Collects what is wrong.</summary>
internal sealed class ProblemReporter
{
    private readonly List<Problem> _problems = [];

    public IReadOnlyList<Problem> Problems => _problems;

    public void Report(string id, int attribute, params string[] arguments) => _problems.Add(new Problem(id, attribute, arguments));

    public void Report(Problem problem) => _problems.Add(problem);

    public void Report(IEnumerable<Problem> problems) => _problems.AddRange(problems);
}
