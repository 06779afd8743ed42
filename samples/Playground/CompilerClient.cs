using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Playground.Page;

/// <summary>The worker's executor, called from the page.</summary>
internal static class CompilerClient
{
    // The first compile loads the compiler, over a network perhaps; a step that takes so long is not going to end.
    private const int CompileTime = 120_000, TrainTime = 15_000, AdvanceTime = 5_000;

    public static Task<CompileReply> Compile(CompileRequest request) => Call("compile", request, ContractJson.Default.CompileRequest, ContractJson.Default.CompileReply, CompileTime);

    public static Task<TrainReply> Train(TrainRequest request) => Call("train", request, ContractJson.Default.TrainRequest, ContractJson.Default.TrainReply, TrainTime);

    public static Task<Picture> Advance(AdvanceRequest request) => Call("advance", request, ContractJson.Default.AdvanceRequest, ContractJson.Default.Picture, AdvanceTime);

    private static async Task<TReply> Call<TRequest, TReply>(string call, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TReply> replyType, int milliseconds) =>
        JsonSerializer.Deserialize(await Interop.CallWorker(call, JsonSerializer.Serialize(request, requestType), milliseconds), replyType)!;
}
