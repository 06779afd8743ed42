namespace Playground.Tests;

/// <summary>The table of settings, and the address that is made of it.</summary>
public sealed class SettingTests
{
    public static TheoryData<string> Addresses => new(
        "data=spiral",
        "data=circle&noise=20&layers=3-5-1",
        "data=gauss&train=80&batch=7&seed=42&features=x1.x1x2&activation=sin&loss=hinge",
        "data=plane&optimizer=rmsprop&rate=0.3&l1=0.001&l2=0.01",
        "data=xor&layers=&dropout=20&jitter=0.3&test=1&discrete=1",
        "data=own&points=1.5_-2_1~0_0.25_-1");

    [Theory]
    [MemberData(nameof(Addresses))]
    public void An_address_that_the_page_wrote_reads_as_the_settings_it_was_written_of(string address)
    {
        Settings settings = SettingTable.Read("#" + address);
        Assert.Equal(address, Uri.UnescapeDataString(SettingTable.Write(settings)));
        Assert.Equal(settings, SettingTable.Read(SettingTable.Write(settings)));
    }

    [Theory]
    [InlineData("data=nothing")]
    [InlineData("rate=0.5")]
    [InlineData("noise=51")]
    [InlineData("noise=NaN")]
    [InlineData("layers=9")]
    [InlineData("layers=1-1-1-1-1-1-1")]
    [InlineData("layers=2--2")]
    [InlineData("features=x3")]
    [InlineData("features=")]
    [InlineData("seed=-1")]
    [InlineData("test=yes")]
    [InlineData("points=1_2")]
    [InlineData("points=1_2_3")]
    [InlineData("points=7_0_1")]
    [InlineData("nonsense")]
    [InlineData("%")]
    public void What_makes_no_sense_in_an_address_changes_nothing(string address) => Assert.Equal(new Settings(), SettingTable.Read("#" + address));

    [Fact]
    public void Keys_differ_and_every_setting_takes_what_it_writes()
    {
        Assert.Equal(SettingTable.All.Count, SettingTable.All.Select(setting => setting.Key).Distinct().Count());
        Settings settings = SettingTable.Read("data=own&points=1_2_1&layers=3&noise=5");
        Assert.All(SettingTable.All.Skip(1), setting => Assert.Equal(settings, setting.Read(settings, setting.Write(settings))));
    }

    [Fact]
    public void Every_property_of_the_settings_is_in_the_table()
    {
        // Changing any one of them changes the address.
        Settings[] changed =
        [
            new() { Data = "xor" }, new() { Noise = 5 }, new() { Share = 60 }, new() { Batch = 31 }, new() { Features = new(["x1"]) }, new() { Layers = new([7]) },
            new() { Activation = "relu" }, new() { Loss = "hinge" }, new() { Optimizer = "sgd" }, new() { Rate = 0.1 }, new() { L1 = 0.1 }, new() { L2 = 0.1 }, new() { Dropout = 10 },
            new() { InputNoise = 0.1 }, new() { Seed = 2 }, new() { ShowTest = true }, new() { Discretize = true }, new() { Points = new([new(1, 2, 1)]) },
        ];
        Assert.Equal(typeof(Settings).GetProperties().Count(property => property.CanWrite), changed.Length);
        Assert.Equal(changed.Length + 1, changed.Select(SettingTable.Write).Append(SettingTable.Write(new())).Distinct().Count());
    }

    [Theory]
    [InlineData("data=spiral", "data=spiral&rate=0.1", Renews.Steps)]
    [InlineData("data=spiral", "data=spiral&test=1", Renews.Picture)]
    [InlineData("data=spiral", "data=spiral&activation=sin&rate=0.1", Renews.Network)]
    [InlineData("data=spiral&layers=3", "data=spiral&seed=5&layers=4", Renews.Points)]
    public void A_change_makes_new_what_depends_on_it(string before, string after, Renews renews) =>
        Assert.Equal(renews, SettingTable.Compare(SettingTable.Read(before), SettingTable.Read(after)));
}
