using System.Globalization;

namespace NetGen.Generators.Kernels;

/// <summary>One tile: its sums, the loop over the terms, and what becomes of the sums.</summary>
internal sealed partial class MatrixProduct
{
    private void WriteTile(int rows)
    {
        int vectors = _section.Vectors;
        bool isOnly = RowCount == rows;
        IEnumerable<string> Each(Func<int, string> text) => Enumerable.Range(0, vectors).Select(text);
        code.Line($"int at = {Plus(isOnly ? "" : Times(Row, Columns), FirstColumn)};");
        WriteOperands(isOnly);
        for (int r = 0; r < rows; r++)
        {
            int row = r;
            code.Line($"{V} {string.Join(", ", Each(v => $"{Name(row, v)} = {Start(row, v)}"))};");
        }

        if (HasColumnSums)
        {
            code.Line($"{V} {string.Join(", ", Each(v => $"sum{v} = {V}.Zero"))};");
        }

        int fours = HasRowSums && _section.Start == 0 ? FoursOf(rows) : 0;
        if (fours > 0)
        {
            code.Line($"{code.Names.V4} {string.Join(", ", Enumerable.Range(0, fours).Select(v => $"sum{v} = {code.Names.V4}.Zero"))};");
        }

        if (_isInBlocks)
        {
            WriteResume(rows);
        }

        using (code.Block($"for (int {Inner} = 0; {Inner} < {InnerLimit}; {Inner}++)"))
        {
            string element = $"{Left}{Inner}";
            code.Line($"{V} {string.Join(", ", Each(v => $"{VectorOfRight}{v} = {V}.Load(ref {RightRow}, {Lane(v)})"))};");
            WritePrefetches(rows);
            if (HasColumnSums)
            {
                code.Line(string.Join(" ", Each(v => $"sum{v} += {VectorOfRight}{v};")));
            }

            if (fours > 0)
            {
                code.Line(string.Join(" ", Enumerable.Range(0, fours).Select(v => $"sum{v} += {code.Names.V4}.Load(ref {LeftRow}, {4 * v});")));
            }

            for (int r = 0; r < rows; r++)
            {
                int row = r;
                code.Line($"{(r == 0 ? $"{V} " : "")}{element} = {V}.Broadcast({code.At(LeftRow, $"{r * LeftRowStride}")});");
                code.Line(string.Join(" ", Each(v => $"{Name(row, v)} = {V}.MultiplyAdd({element}, {VectorOfRight}{v}, {Name(row, v)});")));
            }

            code.Line($"{LeftRow} = ref {code.At(LeftRow, $"{(HasLeftTile ? LeftTileStride(rows) : LeftStep)}")};");
            code.Line($"{RightRow} = ref {code.At(RightRow, RightRowStep)};");
        }

        code.Blank();
        if (_isInBlocks)
        {
            WriteSuspend(rows);
        }

        for (int r = 0; r < rows; r++)
        {
            for (int v = 0; v < vectors; v++)
            {
                Store(V, Name(r, v), Offset(r, v), ColumnOf(v));
            }
        }

        if (HasColumnSums)
        {
            for (int v = 0; v < vectors; v++)
            {
                code.Store(V, $"sum{v}", ColumnSums!, ColumnOf(v));
            }
        }

        for (int v = 0; v < fours; v++)
        {
            code.Store(code.Names.V4, $"sum{v}", RowSums!, Plus(isOnly ? "" : Row, $"{4 * v}"));
        }
    }

    private static int FoursOf(int rows) => (rows + 3) / 4;

    /// <summary>Where a tile starts to read.</summary>
    private void WriteOperands(bool isOnly)
    {
        string row = isOnly ? "" : Times(Row, LeftRowStride);
        string first = _isInBlocks || IsInParts ? Plus(row, Times("block", LeftStep)) : isOnly ? "0" : row;
        code.Row(LeftRow, HasLeftTile ? LeftTile : Left, HasLeftTile ? "0" : first);
        (string right, string offset) = _readsPanels ? (Panels!, IsWidest ? Times(NextColumn, InnerCount!.Value) : $"{_section.Start * InnerCount!.Value}")
            : IsOverTerms ? ("columns", "0") : IsOverExamples ? (RightTile, RightTileOffset) : (Right, IsInParts ? Plus(Times("block", RightStride), FirstColumn) : Pack is null ? FirstColumn : "0");
        code.Row(RightRow, right, offset);
    }

    /// <summary>From one row of B to the next.</summary>
    private string RightRowStep => IsOverTerms ? "step" : IsOverExamples || _readsPanels || Pack is not null ? PackedColumns : $"{RightStride}";

    private void WritePrefetches(int rows)
    {
        if (rows == 1 || !_section.HasWideTile)
        {
            return;
        }

        if (IsOverTerms && rows == VectorPlan.WideRows)
        {
            code.Line($"{code.Names.Simd}.Prefetch(ref ahead, 0);");
            code.Line($"ahead = ref {code.At("ahead", "pace")};");
        }
        else if (PrefetchesRight && !IsOverTerms && !_readsPanels)
        {
            string next = Enumerable.Range(_section.Vectors, _section.Vectors).Select(v => $"{code.Names.Simd}.Prefetch(ref {RightRow}, {Lane(v)});").Aggregate((a, b) => $"{a} {b}");
            code.Line($"{next} // the next columns");
        }
    }
}
