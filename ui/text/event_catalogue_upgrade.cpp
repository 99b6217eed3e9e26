// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue's part about upgrade, backup, restore and the service.
#include "ui/text/event_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kUpgrade = {
    CatalogueText{"NOD_FENCED", QT_TRANSLATE_NOOP("EventText", "Another copy of this node has taken over"),
                  QT_TRANSLATE_NOOP("EventText", "Node %1 was restored elsewhere from a backup; %2 works with that one "
                                                 "and with no other copy."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Shut this copy down for good if the other one is right. If this one is right, "
                                    "make a backup of it and restore that: it then takes over again.")},
    CatalogueText{"UPG_NEWER", QT_TRANSLATE_NOOP("EventText", "Written by a later version"),
                  QT_TRANSLATE_NOOP("EventText", "%1 has format version %2; this program knows versions up to %3. "
                                                 "Nothing was changed."),
                  QT_TRANSLATE_NOOP("EventText", "Install the later version of the program, or go back to the state "
                                                 "before the upgrade with \"busheng-node rollback\".")},
    CatalogueText{
        "UPG_ROLLED_BACK", QT_TRANSLATE_NOOP("EventText", "Rolled back for an earlier version"),
        QT_TRANSLATE_NOOP("EventText", "%1 was rolled back to its state before the upgrade and waits for version %2; "
                                       "this is version %3."),
        QT_TRANSLATE_NOOP("EventText", "Install version %2, or upgrade again with \"busheng-node upgrade\".")},
    CatalogueText{"UPG_NO_COPY", QT_TRANSLATE_NOOP("EventText", "Nothing to roll back to"),
                  QT_TRANSLATE_NOOP("EventText", "%1 holds no state from before an upgrade. Nothing was changed."),
                  QT_TRANSLATE_NOOP("EventText", "Check the data directory; a state is kept only when a later version "
                                                 "of the program starts on it.")},
    CatalogueText{
        "BCK_NO_ROOM", QT_TRANSLATE_NOOP("EventText", "Not enough disk space"),
        QT_TRANSLATE_NOOP("EventText", "%1 needs %2 MiB of free space for this and has %3 MiB. Nothing was changed."),
        QT_TRANSLATE_NOOP("EventText", "Make room there, and try again.")},
    CatalogueText{"BCK_DAMAGED", QT_TRANSLATE_NOOP("EventText", "Backup cannot be used"),
                  QT_TRANSLATE_NOOP("EventText", "%1 cannot be used: %2. Nothing was changed."),
                  QT_TRANSLATE_NOOP("EventText", "Copy the file again from where it is kept, or take another backup.")},
    CatalogueText{"BCK_BUSY", QT_TRANSLATE_NOOP("EventText", "Another backup is at work"),
                  QT_TRANSLATE_NOOP("EventText", "%1 is being made or looked through; one is at a time."),
                  QT_TRANSLATE_NOOP("EventText", "Wait until it is done, or stop it.")},
    CatalogueText{"BCK_NO_PASSPHRASE", QT_TRANSLATE_NOOP("EventText", "No passphrase for backups"),
                  QT_TRANSLATE_NOOP("EventText", "A backup holds the node's keys and is sealed with a passphrase; none "
                                                 "was given, and none is kept in the vault for the timetable."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Give a passphrase. The timetable's is kept with it: \"Timetable…\" among the "
                                    "backups on the page of settings.")},
    CatalogueText{"BCK_WRONG_NODE", QT_TRANSLATE_NOOP("EventText", "Backup of another node"),
                  QT_TRANSLATE_NOOP("EventText", "%1 is a backup of node %2, not of %3. Nothing was changed."),
                  QT_TRANSLATE_NOOP("EventText", "Take the backup of the right node, or name the node it is of.")},
    CatalogueText{
        "SVC_NOT_ADMIN", QT_TRANSLATE_NOOP("EventText", "Only an administrator may do this"),
        QT_TRANSLATE_NOOP("EventText", "Services of Windows are made and removed with an administrator's "
                                       "rights, which this program does not have. Nothing was changed."),
        QT_TRANSLATE_NOOP("EventText", "Open the command line with \"Run as administrator\", and try again.")},
    CatalogueText{"SVC_REFUSED", QT_TRANSLATE_NOOP("EventText", "The service could not be changed"),
                  QT_TRANSLATE_NOOP("EventText", "The service manager of Windows refused: %1."),
                  QT_TRANSLATE_NOOP("EventText", "Close the window \"Services\" where it is open, and try again; a "
                                                 "service that is being removed is gone when Windows was restarted.")},
};

} // namespace

std::span<const CatalogueText> upgradeTexts()
{
    return kUpgrade;
}

} // namespace busheng
