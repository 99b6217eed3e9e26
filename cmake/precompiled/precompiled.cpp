// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing of its own: CMake compiles the headers of a kind beside it (BushengPrecompiled.cmake).
