// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// The catalogue ids of everything that can go wrong and that a person is told. Their texts (what, why, what to do; in
/// Chinese and English) are in ui/text/event_text.cpp; a test checks that every id here has one.
namespace busheng::events {

#define BUSHENG_EVENT(name) inline const QString name = QStringLiteral(#name)

// configuration and command line
BUSHENG_EVENT(CFG_UNREADABLE);   ///< %1 file, %2 why
BUSHENG_EVENT(CFG_SYNTAX);       ///< %1 file, %2 line:column, %3 why
BUSHENG_EVENT(CFG_UNKNOWN_KEY);  ///< %1 file or form, %2 key, %3 nearest known key or empty
BUSHENG_EVENT(CFG_MISSING_KEY);  ///< %1 file or form, %2 key
BUSHENG_EVENT(CFG_BAD_VALUE);    ///< %1 file or form, %2 key, %3 value, %4 what is expected
BUSHENG_EVENT(CFG_BAD_PATH);     ///< %1 key, %2 path, %3 why
BUSHENG_EVENT(CFG_MISSING_CERT); ///< %1 path
BUSHENG_EVENT(CFG_BAD_CERT);     ///< %1 path, %2 why
BUSHENG_EVENT(CFG_PORT_TAKEN);   ///< %1 address
BUSHENG_EVENT(CFG_NAME_TAKEN);   ///< %1 kind, %2 name
BUSHENG_EVENT(CFG_NOT_FOUND);    ///< %1 kind, %2 name
BUSHENG_EVENT(CFG_IN_USE);       ///< %1 kind, %2 name, %3 user
BUSHENG_EVENT(CFG_USAGE);        ///< %1 what is wrong with the command line
BUSHENG_EVENT(AGT_DUPLICATE);    ///< %1 data directory, %2 pid
BUSHENG_EVENT(AGT_NOT_RUNNING);  ///< %1 data directory
BUSHENG_EVENT(AGT_WORKER_DIED);  ///< %1 worker
// disks
BUSHENG_EVENT(DSK_FULL);    ///< %1 path, %2 native text
BUSHENG_EVENT(DSK_QUOTA);   ///< %1 directory, %2 limit
BUSHENG_EVENT(DSK_ERROR);   ///< %1 path, %2 native text
BUSHENG_EVENT(SPL_CORRUPT); ///< %1 path
// files
BUSHENG_EVENT(NAM_REFUSED); ///< %1 name as it may be shown, %2 number of the first wrong character, %3 why
BUSHENG_EVENT(TXT_UNKNOWN); ///< %1 file
BUSHENG_EVENT(TXT_REFUSED); ///< %1 file, %2 offset of the first byte, %3 encoding
BUSHENG_EVENT(PRT_REFUSED); ///< %1 whole file, %2 why
BUSHENG_EVENT(ARC_REFUSED); ///< %1 archive, %2 entry, %3 why
// links
BUSHENG_EVENT(LNK_DOWN);         ///< %1 peer, %2 why
BUSHENG_EVENT(LNK_UNKNOWN_PEER); ///< %1 address, %2 claimed code
BUSHENG_EVENT(LNK_REFUSED);      ///< %1 peer, %2 why
BUSHENG_EVENT(LNK_NO_RIGHT);     ///< %1 peer, %2 what it does not allow: linkRightText()
BUSHENG_EVENT(LNK_WRONG_NODE);   ///< %1 address, %2 expected code, %3 the code that answers
BUSHENG_EVENT(LNK_AUTH);         ///< %1 peer, %2 why its SM2 identity is not proved
BUSHENG_EVENT(LNK_GAP);          ///< %1 stream, %2 wanted, %3 oldest held
BUSHENG_EVENT(LNK_FORK);         ///< %1 stream
BUSHENG_EVENT(LNK_OLD_PEER);     ///< %1 stream: its receiver's version does not take rows of more than 1 MiB
BUSHENG_EVENT(CRT_INVALID);      ///< %1 peer or file, %2 why
BUSHENG_EVENT(CRT_EXPIRED);      ///< %1 peer or file, %2 when
BUSHENG_EVENT(CRT_REVOKED);      ///< %1 peer
BUSHENG_EVENT(CRT_EXPIRING);     ///< %1 subject, %2 when, %3 days left
BUSHENG_EVENT(CRL_MISSING);      ///< %1 authority
BUSHENG_EVENT(CRL_STALE);        ///< %1 authority, %2 when the next list was due
BUSHENG_EVENT(CRL_INVALID);      ///< %1 authority or file, %2 why
BUSHENG_EVENT(CRL_EXPIRING);     ///< %1 authority, %2 when the next list is due, %3 hours left
// packets
BUSHENG_EVENT(PKT_MALFORMED);      ///< %1 stream, %2 why
BUSHENG_EVENT(PKT_UNKNOWN_SENDER); ///< %1 claimed code
BUSHENG_EVENT(PKT_UNKNOWN_STREAM); ///< %1 stream
BUSHENG_EVENT(PKT_TAMPERED);       ///< %1 stream, %2 sequence
BUSHENG_EVENT(PKT_ORDER);          ///< %1 stream, %2 wanted, %3 got
BUSHENG_EVENT(PKT_FORK);           ///< %1 stream, %2 sequence
BUSHENG_EVENT(KEY_EPOCH);          ///< %1 stream, %2 epoch
BUSHENG_EVENT(KEY_SUITE);          ///< %1 stream or peer, %2 suite that came, %3 suite that must be
BUSHENG_EVENT(CRY_UNAVAILABLE);    ///< no arguments
BUSHENG_EVENT(CRY_DEVICE);         ///< %1 library, %2 why
BUSHENG_EVENT(CFG_BAD_SECRET);     ///< %1 path, %2 why
// source
BUSHENG_EVENT(SRC_UNAVAILABLE);    ///< %1 source, %2 native text
BUSHENG_EVENT(SRC_TABLE_MISSING);  ///< %1 source, %2 table
BUSHENG_EVENT(SRC_TABLE_KEYLESS);  ///< %1 source, %2 table
BUSHENG_EVENT(SRC_TABLE_REFUSED);  ///< %1 source, %2 table, %3 why
BUSHENG_EVENT(SRC_POSITION_LOST);  ///< %1 source, %2 wanted, %3 oldest held
BUSHENG_EVENT(CAP_TRIGGER_OFF);    ///< %1 source, %2 trigger
BUSHENG_EVENT(CAP_DRIFT);          ///< %1 source, %2 table, %3 what changed
BUSHENG_EVENT(SRC_NOT_WAL);        ///< %1 source, %2 journal mode
BUSHENG_EVENT(SRC_ENCODING);       ///< %1 source, %2 encoding
BUSHENG_EVENT(SRC_UNIQUE_INDEX);   ///< %1 source, %2 table, %3 index
BUSHENG_EVENT(SRC_KEY_COLLATION);  ///< %1 source, %2 table, %3 column
BUSHENG_EVENT(SRC_OWN_TRIGGER);    ///< %1 source, %2 table, %3 trigger
BUSHENG_EVENT(SRC_PARENT_OUTSIDE); ///< %1 source, %2 table, %3 referenced table
BUSHENG_EVENT(SRC_INDEX_SKIPPED);  ///< %1 source, %2 table, %3 index
// source, log route
BUSHENG_EVENT(CAP_SLOT_LOST); ///< %1 source, %2 slot or publication, %3 our position, %4 where the source's log stands
BUSHENG_EVENT(CAP_LOG_REFUSED); ///< %1 source, %2 why
BUSHENG_EVENT(CAP_SLOT_LOW); ///< %1 source, %2 slot, %3 hours until its log runs out (empty: not known), %4 wal_status
BUSHENG_EVENT(CAP_TIMELINE); ///< %1 source, %2 system and timeline we read from, %3 those that answer now
// source, routes that look at its tables
BUSHENG_EVENT(SRC_ROUTE_COLUMN); ///< %1 source, %2 table, %3 column, %4 why
BUSHENG_EVENT(SRC_ROUTE_SLOW);   ///< %1 source, %2 table, %3 statement that makes it fast
// source, behind ODBC
BUSHENG_EVENT(ODBC_DRIVER);  ///< %1 source, %2 what the driver manager says
BUSHENG_EVENT(ODBC_UNTRIED); ///< %1 source, %2 the dialect's title
BUSHENG_EVENT(ODBC_SETTING); ///< %1 source, %2 setting, %3 its value, %4 statement that mends it
// source, PostgreSQL
BUSHENG_EVENT(SRC_VERSION);            ///< %1 source, %2 the server's version
BUSHENG_EVENT(SRC_STANDBY);            ///< %1 source
BUSHENG_EVENT(SRC_WAL_LEVEL);          ///< %1 source, %2 wal_level as it is
BUSHENG_EVENT(SRC_SLOTS_FULL);         ///< %1 source, %2 setting, %3 its value
BUSHENG_EVENT(SRC_RIGHTS);             ///< %1 source, %2 role, %3 statement that gives the right
BUSHENG_EVENT(SRC_COLUMN_UNSUPPORTED); ///< %1 source, %2 table, %3 column and why
BUSHENG_EVENT(SRC_KEYLESS_IDENTITY);   ///< %1 source, %2 table, %3 statement that mends it
BUSHENG_EVENT(SRC_KEYLESS);            ///< %1 source, %2 table
BUSHENG_EVENT(SRC_IDENTITY);           ///< %1 source, %2 table, %3 statement that mends it
BUSHENG_EVENT(SRC_KEY_ORDER);          ///< %1 source, %2 table, %3 statement that makes it fast
BUSHENG_EVENT(SRC_UNSAFE_SETTING);     ///< %1 source, %2 setting that is off
BUSHENG_EVENT(SRC_LOG_UNLIMITED);      ///< %1 source
// source, MariaDB
BUSHENG_EVENT(SRC_SETTING);       ///< %1 source, %2 setting, %3 its value, %4 statement that mends it
BUSHENG_EVENT(SRC_LOG_RETENTION); ///< %1 source, %2 hours for which it keeps its log
// target
BUSHENG_EVENT(TGT_UNAVAILABLE);  ///< %1 target, %2 native text
BUSHENG_EVENT(TGT_NOT_EMPTY);    ///< %1 target, %2 table, %3 rows
BUSHENG_EVENT(TGT_STRUCTURE);    ///< %1 target, %2 table, %3 what differs
BUSHENG_EVENT(TGT_CONFLICT);     ///< %1 table, %2 key, %3 what was expected, %4 packet and operation
BUSHENG_EVENT(TGT_TYPE);         ///< %1 target, %2 table, %3 columns that cannot be had there
BUSHENG_EVENT(TGT_VALUE);        ///< %1 table, %2 key, %3 column, %4 why the target cannot hold the value
BUSHENG_EVENT(TGT_ROW_LARGE);    ///< %1 table, %2 key, %3 columns that were left out, %4 how large the row is
BUSHENG_EVENT(TGT_LARGE_COLUMN); ///< %1 target, %2 table, %3 column, %4 statement that makes it
BUSHENG_EVENT(TGT_CHECKPOINT);   ///< %1 target, %2 what is wrong
BUSHENG_EVENT(TGT_QUALITY);      ///< %1 stream, %2 what is wrong
// target, found by a look before operation
BUSHENG_EVENT(TGT_VERSION);        ///< %1 target, %2 the server's version
BUSHENG_EVENT(TGT_STANDBY);        ///< %1 target
BUSHENG_EVENT(TGT_ENCODING);       ///< %1 target, %2 encoding
BUSHENG_EVENT(TGT_RIGHTS);         ///< %1 target, %2 role, %3 statement that gives the right
BUSHENG_EVENT(TGT_TRIGGERS_FIRE);  ///< %1 target, %2 role, %3 statement that gives the right
BUSHENG_EVENT(TGT_UNSAFE_SETTING); ///< %1 target, %2 setting that is off
BUSHENG_EVENT(RGT_REFUSED);        ///< %1 database, %2 statement, %3 native text: nothing was changed
// what a target did not take
BUSHENG_EVENT(TGT_SET_ASIDE);      ///< %1 subscription, %2 number of rows
BUSHENG_EVENT(TGT_CONFLICTS_OPEN); ///< %1 subscription, %2 number of rows
BUSHENG_EVENT(TGT_PARKED);         ///< %1 subscription, %2 table, %3 what differs
BUSHENG_EVENT(FLT_STATE);          ///< %1 id, %2 what it is, %3 what it must be
// what a subscription takes of its dataset, and under which names
BUSHENG_EVENT(MAP_REFUSED);   ///< %1 stream, %2 table, %3 why: the source cannot send that part
BUSHENG_EVENT(MAP_STRUCTURE); ///< %1 stream, %2 table, %3 why: the source's tables have changed
BUSHENG_EVENT(MAP_TARGET);    ///< %1 target, %2 table, %3 why: the names at the target do not fit
BUSHENG_EVENT(MAP_CHANGED);   ///< %1 subscription
BUSHENG_EVENT(MAP_REVIEW);    ///< %1 subscription, %2 what would run at the target
// verification
BUSHENG_EVENT(VRF_DIFFERENT); ///< %1 subscription, %2 number of rows
BUSHENG_EVENT(VRF_FAILED);    ///< %1 subscription, %2 why
BUSHENG_EVENT(VRF_OVERDUE);   ///< %1 subscription, %2 when it was due, %3 why it cannot begin
// offline starts and quality gates
BUSHENG_EVENT(OFL_EXPORT);       ///< %1 stream, %2 why: its package is not written further
BUSHENG_EVENT(OFL_NO_ROOM);      ///< %1 directory, %2 MiB needed, %3 MiB free
BUSHENG_EVENT(OFL_REFUSED);      ///< %1 file or directory, %2 why: it is not read as a package
BUSHENG_EVENT(OFL_PART_MISSING); ///< %1 package, %2 number of the part, %3 its file, %4 where it was looked for
BUSHENG_EVENT(OFL_STATE);        ///< %1 subscription or stream, %2 what it is, %3 what it must be
BUSHENG_EVENT(GTE_RULE);         ///< %1 rule, %2 why it cannot be asked
BUSHENG_EVENT(GTE_WAITING);      ///< %1 subscription, %2 number of rules that found something, %3 of all
BUSHENG_EVENT(GTE_REJECTED);     ///< %1 subscription, %2 who, %3 why
// files
BUSHENG_EVENT(FIL_NAME);      ///< %1 name: it is none that can be used
BUSHENG_EVENT(FIL_CHANGED);   ///< %1 file: it changed while it was being sent
BUSHENG_EVENT(FIL_GONE);      ///< %1 file: it is no longer there
BUSHENG_EVENT(FIL_KIND);      ///< %1 file: neither a plain file nor a directory
BUSHENG_EVENT(FIL_OPEN);      ///< %1 file: its producer is not done with it
BUSHENG_EVENT(FIL_FAILED);    ///< %1 task, %2 number of files that went to the failed directory
BUSHENG_EVENT(FIL_REFUSED);   ///< %1 task, %2 peer, %3 why
BUSHENG_EVENT(FIL_TAMPERED);  ///< %1 task, %2 peer, %3 what does not fit
BUSHENG_EVENT(FIL_BUSY);      ///< %1 task: it is running
BUSHENG_EVENT(FIL_IDLE);      ///< %1 task: it is not running
BUSHENG_EVENT(FIL_RECEIVING); ///< %1 peer, %2 why: what came from it cannot be stored
BUSHENG_EVENT(FIL_JOIN);      ///< %1 list of parts, %2 why: they cannot be joined
BUSHENG_EVENT(FIL_SEALED);    ///< %1 file, %2 why: a file that lies sealed cannot be opened
BUSHENG_EVENT(EXP_FAILED);    ///< %1 task, %2 source, %3 why
BUSHENG_EVENT(EXP_EMPTY);     ///< %1 task, %2 source: there is no row
// exchange: who may have what
BUSHENG_EVENT(EXC_REFUSED);     ///< %1 agreement, %2 why the step cannot be taken
BUSHENG_EVENT(EXC_OVER);        ///< %1 agreement, %2 when its validity ended
BUSHENG_EVENT(EXC_UNREADABLE);  ///< %1 file or peer, %2 why
BUSHENG_EVENT(EXC_SIGNATURE);   ///< %1 agreement, %2 the node that it claims to be of, %3 why
BUSHENG_EVENT(EXC_ADDRESSEE);   ///< %1 agreement, %2 the node that it is for
BUSHENG_EVENT(EXC_REPEATED);    ///< %1 agreement
BUSHENG_EVENT(EXC_SENSITIVE);   ///< %1 agreement, %2 columns
BUSHENG_EVENT(EXC_NO_APPROVAL); ///< %1 dataset, %2 node, %3 why
BUSHENG_EVENT(EXC_WAITING);     ///< %1 agreement, %2 node, %3 dataset: it waits for a decision
BUSHENG_EVENT(EXC_EXPIRING);    ///< %1 agreement, %2 dataset, %3 when, %4 days left
BUSHENG_EVENT(EXC_EXPIRED);     ///< %1 agreement, %2 dataset, %3 when
// this build
BUSHENG_EVENT(NOT_YET); ///< %1 what

#undef BUSHENG_EVENT

} // namespace busheng::events
