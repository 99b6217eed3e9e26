// SPDX-License-Identifier: GPL-3.0-or-later
// What is compiled once for every test of the console.
#pragma once

#include "test.h"
#include "widgets.h"
