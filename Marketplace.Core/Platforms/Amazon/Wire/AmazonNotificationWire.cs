namespace Marketplace.Core.Platforms.Amazon.Wire;

/// <summary>An answer of an older API, which wraps its content.</summary>
internal sealed record AmazonPayloadWire<T>(T? Payload);

/// <summary>A destination: a queue of ours that Amazon writes to.</summary>
internal sealed record AmazonDestinationWire(string DestinationId, string? Name, AmazonResourceWire? Resource);

/// <summary>What a destination is made of.</summary>
internal sealed record AmazonResourceWire(AmazonQueueWire? Sqs);

/// <summary>A queue.</summary>
internal sealed record AmazonQueueWire(string Arn);

/// <summary>Body of createDestination.</summary>
internal sealed record AmazonDestinationWish(string Name, AmazonResourceWire ResourceSpecification);

/// <summary>A subscription of a seller to a kind of notification.</summary>
internal sealed record AmazonSubscriptionWire(string SubscriptionId, string DestinationId);

/// <summary>Body of createSubscription.</summary>
internal sealed record AmazonSubscriptionWish(string PayloadVersion, string DestinationId, AmazonDirectiveWire? ProcessingDirective);

/// <summary>Narrows a subscription.</summary>
internal sealed record AmazonDirectiveWire(AmazonEventFilterWire EventFilter);

/// <summary>Which changes of orders are told.</summary>
internal sealed record AmazonEventFilterWire(string EventFilterType, IReadOnlyList<string> OrderChangeTypes);
