// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/control_texts.h"

namespace busheng::control {

QCborMap toMap(const TextsRequest& body)
{
    return MapWriter("texts-request")
        .put("id", numberValue(body.id))
        .put("dataset", body.dataset)
        .put("rows", numberValue(body.rows))
        .take();
}

QCborMap toMap(const Texts& body)
{
    return MapWriter("texts")
        .put("id", numberValue(body.id))
        .put("content", bytesValue(body.content))
        .put("event", body.event)
        .put("args", QCborArray::fromStringList(body.args))
        .take();
}

Body readTextsRequest(MapReader& in)
{
    TextsRequest body;
    body.id = in.number("id");
    body.dataset = in.string("dataset");
    body.rows = in.number("rows");
    return body;
}

Body readTexts(MapReader& in)
{
    Texts body;
    body.id = in.number("id");
    body.content = in.bytes("content");
    body.event = in.string("event");
    body.args = in.strings("args");
    return body;
}

} // namespace busheng::control
