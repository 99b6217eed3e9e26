// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/structure_desk.h"
#include "engine/host/text_desk.h"

namespace busheng {

/// Who looks at databases for the people of this node and of its peers, beside what flows. Thread: the engine's.
struct DatabaseDesks {
    DatabaseDesks(TextDesk::Context forTexts, StructureDesk::Context forStructures)
        : texts(std::move(forTexts)), structures(std::move(forStructures))
    {
    }

    /// False: it is none of theirs.
    bool onControl(const QString& peer, const control::Body& body)
    {
        return texts.onControl(peer, body) || structures.onControl(peer, body);
    }
    void onClosed(const QString& peer)
    {
        texts.onClosed(peer);
        structures.onClosed(peer);
    }

    TextDesk texts;
    StructureDesk structures;
};

} // namespace busheng
