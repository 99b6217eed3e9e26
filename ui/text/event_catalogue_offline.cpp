// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue's part about offline starts and quality gates.
#include "ui/text/event_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kOffline = {
    CatalogueText{"OFL_EXPORT", QT_TRANSLATE_NOOP("EventText", "Package is not written further"),
                  QT_TRANSLATE_NOOP("EventText", "The package of stream %1 is not written further: %2. "
                                                 "Its whole parts stay as they are."),
                  QT_TRANSLATE_NOOP("EventText", "Mend the cause, and export again: it goes on behind the last part.")},
    CatalogueText{"OFL_NO_ROOM", QT_TRANSLATE_NOOP("EventText", "No room for the package"),
                  QT_TRANSLATE_NOOP("EventText", "%1 needs %2 MiB of free space for what comes next and has %3 MiB."),
                  QT_TRANSLATE_NOOP("EventText", "Make room there, or put in another medium, and export again to that: "
                                                 "it goes on behind the last whole part.")},
    CatalogueText{"OFL_REFUSED", QT_TRANSLATE_NOOP("EventText", "Package refused"),
                  QT_TRANSLATE_NOOP("EventText", "%1 is not read: %2. Nothing of it was taken."),
                  QT_TRANSLATE_NOOP("EventText", "Copy the file again from where it was written; if it stays so, have "
                                                 "the source export a package for this subscription.")},
    CatalogueText{"OFL_PART_MISSING", QT_TRANSLATE_NOOP("EventText", "A part of the package is missing"),
                  QT_TRANSLATE_NOOP("EventText", "Package %1 goes on with part %2, the file %3, and it is not in %4."),
                  QT_TRANSLATE_NOOP("EventText", "Put in the medium with that part; if it is in another folder, import "
                                                 "again from there.")},
    CatalogueText{"OFL_STATE", QT_TRANSLATE_NOOP("EventText", "Not in the right state for this"),
                  QT_TRANSLATE_NOOP("EventText", "%1 is in the state '%2'; for this it must be '%3'."),
                  QT_TRANSLATE_NOOP("EventText", "Look at its state first: \"offline list\" and \"gate show\" tell.")},
    CatalogueText{"GTE_RULE", QT_TRANSLATE_NOOP("EventText", "A rule of the quality gate cannot be asked"),
                  QT_TRANSLATE_NOOP("EventText", "The rule '%1' cannot be asked: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Mend the rule or what it names, and ask the gate again.")},
    CatalogueText{"GTE_WAITING", QT_TRANSLATE_NOOP("EventText", "Quality gate waits for a person"),
                  QT_TRANSLATE_NOOP("EventText", "The initial load of %1 is through; %2 of its %3 rules found "
                                                 "something. Changes are received and kept, and none is applied yet."),
                  QT_TRANSLATE_NOOP("EventText", "Read the report, then sign it or reject the load.")},
    CatalogueText{"GTE_REJECTED", QT_TRANSLATE_NOOP("EventText", "Initial load was rejected"),
                  QT_TRANSLATE_NOOP("EventText", "%2 rejected the initial load of %1: %3."),
                  QT_TRANSLATE_NOOP("EventText", "Have the data mended at the source and load the subscription anew, "
                                                 "or sign the report after all.")},
};

} // namespace

std::span<const CatalogueText> offlineTexts()
{
    return kOffline;
}

} // namespace busheng
