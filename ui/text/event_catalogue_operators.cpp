// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue's part about operators and what they confirm for each other.
#include "ui/text/event_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kOperators = {
    CatalogueText{
        "OPR_SIGN_IN", QT_TRANSLATE_NOOP("EventText", "Sign in first"),
        QT_TRANSLATE_NOOP("EventText", "This node has operators, and %1."),
        QT_TRANSLATE_NOOP("EventText",
                          "Sign in with your name and password: in the console, or with \"busheng-client sign-in\".")},
    CatalogueText{"OPR_REFUSED", QT_TRANSLATE_NOOP("EventText", "Name or password is wrong"),
                  QT_TRANSLATE_NOOP("EventText", "Nobody can sign in as \"%1\" with this password."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Type both again. After five wrong passwords in a row the name is blocked for a "
                                    "while; a security administrator can give you another password.")},
    CatalogueText{"OPR_BLOCKED", QT_TRANSLATE_NOOP("EventText", "Blocked after wrong passwords"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Too many wrong passwords were tried for \"%1\"; it is blocked for another %2 s."),
                  QT_TRANSLATE_NOOP("EventText", "Wait, or ask a security administrator to unblock it. If it was not "
                                                 "you who tried, tell the security administrator.")},
    CatalogueText{"OPR_BUSY", QT_TRANSLATE_NOOP("EventText", "Too many passwords are being tried"),
                  QT_TRANSLATE_NOOP("EventText", "The node tries only a few passwords at a time."),
                  QT_TRANSLATE_NOOP("EventText", "Try again in a moment.")},
    CatalogueText{"OPR_NO_RIGHT", QT_TRANSLATE_NOOP("EventText", "Not yours to do"),
                  QT_TRANSLATE_NOOP("EventText", "%1 works as %2, and that role may not do this (%3)."),
                  QT_TRANSLATE_NOOP(
                      "EventText",
                      "Ask somebody with the right role, or a security administrator. The attempt is in the ledger.")},
    CatalogueText{
        "OPR_PASSWORD", QT_TRANSLATE_NOOP("EventText", "Password does not follow the rules"),
        QT_TRANSLATE_NOOP("EventText", "The new password was not taken: %1."),
        QT_TRANSLATE_NOOP("EventText", "Choose one with at least ten characters of three kinds, without the name.")},
    CatalogueText{
        "OPR_MUST_CHANGE", QT_TRANSLATE_NOOP("EventText", "Choose a password of your own"),
        QT_TRANSLATE_NOOP("EventText", "The password of %1 was chosen by somebody else, or is older than 90 days."),
        QT_TRANSLATE_NOOP("EventText",
                          "Change it, in the console after signing in, or with \"busheng-client password\".")},
    CatalogueText{"OPR_PERSON", QT_TRANSLATE_NOOP("EventText", "This person works here already"),
                  QT_TRANSLATE_NOOP("EventText", "%1 signs in as \"%2\" already, as %3. Nobody has two roles."),
                  QT_TRANSLATE_NOOP("EventText", "Change the role of that operator, or name the person who is meant.")},
    CatalogueText{"OPR_LAST", QT_TRANSLATE_NOOP("EventText", "The last one of this role"),
                  QT_TRANSLATE_NOOP("EventText", "\"%1\" is the last one who can sign in as %2."),
                  QT_TRANSLATE_NOOP("EventText", "Add another one first.")},
    CatalogueText{
        "OPR_TURNED_OFF", QT_TRANSLATE_NOOP("EventText", "This node has no operators"),
        QT_TRANSLATE_NOOP("EventText", "Everybody who reaches this node may do everything, and nobody signs in."),
        QT_TRANSLATE_NOOP("EventText", "Add a security administrator to switch operators on.")},
    CatalogueText{
        "REV_WAITING", QT_TRANSLATE_NOOP("EventText", "Waits for a second person"),
        QT_TRANSLATE_NOOP("EventText", "This is change %1 now; nothing has been done yet."),
        QT_TRANSLATE_NOOP("EventText",
                          "A reviewer confirms it in the console, or with \"busheng-client review approve %1\".")},
    CatalogueText{"REV_OWN", QT_TRANSLATE_NOOP("EventText", "Your own change"),
                  QT_TRANSLATE_NOOP("EventText", "You proposed change %1 yourself."),
                  QT_TRANSLATE_NOOP("EventText", "Another reviewer has to confirm it.")},
    CatalogueText{"REV_STATE", QT_TRANSLATE_NOOP("EventText", "No longer waits"),
                  QT_TRANSLATE_NOOP("EventText", "Change %1 does not wait any more: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Look at it again in the list of changes.")},
    CatalogueText{"REV_STALE", QT_TRANSLATE_NOOP("EventText", "Overtaken by another change"),
                  QT_TRANSLATE_NOOP("EventText", "What change %1 (%2) was proposed on is different now, or who "
                                                 "proposed it may no longer do so. Nothing was done."),
                  QT_TRANSLATE_NOOP("EventText", "Look at how it is now, and propose it again.")},
    CatalogueText{
        "REV_OVERTAKEN", QT_TRANSLATE_NOOP("EventText", "Somebody else has changed this meanwhile"),
        QT_TRANSLATE_NOOP("EventText", "%1 is no longer as it was when it was read. Nothing was changed."),
        QT_TRANSLATE_NOOP("EventText", "Look at what is different now, and decide which of both shall stay.")},
    CatalogueText{"REV_FULL", QT_TRANSLATE_NOOP("EventText", "Too many changes wait"),
                  QT_TRANSLATE_NOOP("EventText", "%1 changes wait for a second person already."),
                  QT_TRANSLATE_NOOP("EventText", "Have some of them confirmed or rejected first.")},
    CatalogueText{"REV_NOBODY", QT_TRANSLATE_NOOP("EventText", "There is no reviewer"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Nobody could confirm anything: no operator with the role reviewer can sign in."),
                  QT_TRANSLATE_NOOP("EventText", "Add a reviewer first.")},
};

} // namespace

std::span<const CatalogueText> operatorTexts()
{
    return kOperators;
}

} // namespace busheng
