using Microsoft.AspNetCore.Components;

namespace Playground.Page;

/// <summary>A part of the page that shows the player's state.</summary>
public abstract class PlayerComponent : ComponentBase, IDisposable
{
    /// <summary>The state.</summary>
    [Inject]
    public Player Player { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Player.Changed -= StateHasChanged;
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => Player.Changed += StateHasChanged;
}
