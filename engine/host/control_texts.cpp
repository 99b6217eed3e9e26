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

namespace {

/// What both answers hold.
template <typename Answer>
QCborMap answerMap(const char* kind, const Answer& body)
{
    return MapWriter(kind)
        .put("id", numberValue(body.id))
        .put("content", bytesValue(body.content))
        .put("event", body.event)
        .put("args", QCborArray::fromStringList(body.args))
        .take();
}

template <typename Answer>
Body readAnswer(MapReader& in)
{
    Answer body;
    body.id = in.number("id");
    body.content = in.bytes("content");
    body.event = in.string("event");
    body.args = in.strings("args");
    return body;
}

} // namespace

QCborMap toMap(const Texts& body)
{
    return answerMap("texts", body);
}

QCborMap toMap(const StructureRequest& body)
{
    return MapWriter("structure-request").put("id", numberValue(body.id)).put("dataset", body.dataset).take();
}

QCborMap toMap(const StructureAnswer& body)
{
    return answerMap("structure", body);
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
    return readAnswer<Texts>(in);
}

Body readStructureRequest(MapReader& in)
{
    StructureRequest body;
    body.id = in.number("id");
    body.dataset = in.string("dataset");
    return body;
}

Body readStructureAnswer(MapReader& in)
{
    return readAnswer<StructureAnswer>(in);
}

} // namespace busheng::control
