namespace Lace.Repo.Tests.Tidy;

/// <summary>A heading and the anchor that web views make of it.</summary>
internal sealed record MarkdownHeading(int Level, string Text)
{
    internal string Anchor => string.Concat(
        Text.ToLowerInvariant().Select(each => each == ' ' ? '-' : each).Where(each => char.IsLetterOrDigit(each) || each is '-' or '_'));
}
