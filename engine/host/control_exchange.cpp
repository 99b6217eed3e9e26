// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/control_exchange.h"

namespace busheng::control {

QCborMap toMap(const Offer& body)
{
    return MapWriter("exchange-offer").put("content", bytesValue(body.content)).take();
}

QCborMap toMap(const DatasetOffers& body)
{
    return MapWriter("exchange-offers").put("datasets", QCborArray::fromStringList(body.datasets)).take();
}

QCborMap toMap(const Paper& body)
{
    return MapWriter("exchange-paper").put("text", bytesValue(body.text)).take();
}

QCborMap toMap(const PaperTaken& body)
{
    return MapWriter("exchange-taken")
        .put("digest", body.digest)
        .put("event", body.event)
        .put("args", QCborArray::fromStringList(body.args))
        .take();
}

Body readOffer(MapReader& in)
{
    return Offer{in.bytes("content")};
}

Body readDatasetOffers(MapReader& in)
{
    return DatasetOffers{in.strings("datasets")};
}

Body readPaper(MapReader& in)
{
    return Paper{in.bytes("text")};
}

Body readPaperTaken(MapReader& in)
{
    PaperTaken body;
    body.digest = in.string("digest");
    body.event = in.string("event");
    body.args = in.strings("args");
    return body;
}

} // namespace busheng::control
