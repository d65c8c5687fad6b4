/*
 * Formulas as map.c goes over arrays with them. Written by `npm run -s contraction -- --formulas`, of the formulas of plugins: they are known by their operations, by no name.
 * x arrays, u what is the same for all, c constants, y what is written.
 */
#define MAPS(F) \
    F(0, "4 2 mul(c1,x2) mul(c2,x1) add(t0,t1) mul(t2,u0) mul(c3,x3) mul(x1,x1) mul(c4,t5) add(t4,t6) mul(t7,u1) sqrt(t8) add(t9,c5) reciprocal(t10) mul(t3,t11) mul(c0,t12) sub(x0,t13) 0=t14 2=t2 3=t7", 4, 2, 6, 13) \
    F(1, "4 3 mul(c0,x2) mul(c1,x1) add(t0,t1) mul(t2,u0) mul(c2,x3) mul(x1,x1) mul(c3,t5) add(t4,t6) mul(t7,u1) sqrt(t8) add(t9,c4) reciprocal(t10) mul(t3,t11) mul(u2,t12) sub(x0,t13) 0=t14 2=t2 3=t7", 4, 3, 5, 13) \
    F(2, "4 2 mul(c1,x2) mul(c2,x1) add(t0,t1) mul(t2,u0) mul(c3,x3) mul(x1,x1) mul(c4,t5) add(t4,t6) mul(t7,u1) sqrt(t8) add(t9,c5) reciprocal(t10) mul(t3,t11) mul(x0,c6) add(t12,t13) mul(c0,t14) sub(x0,t15) 0=t16 2=t2 3=t7", 4, 2, 7, 13) \
    F(3, "4 3 mul(c0,x2) mul(c1,x1) add(t0,t1) mul(t2,u0) mul(c2,x3) mul(x1,x1) mul(c3,t5) add(t4,t6) mul(t7,u1) sqrt(t8) add(t9,c4) reciprocal(t10) mul(t3,t11) mul(x0,c5) add(t12,t13) mul(u2,t14) sub(x0,t15) 0=t16 2=t2 3=t7", 4, 3, 6, 13) \
    F(4, "3 0 mul(c0,x1) sub(x0,t0) 0=t1 2=x1", 3, 0, 1, 5) \
    F(5, "3 1 mul(u0,x1) sub(x0,t0) 0=t1 2=x1", 3, 1, 0, 5)

#define FEATURES_4(F) \
    F(0, "1 2 pseudoMaximum(x0,c0) pseudoMinimum(t0,c1) mul(t1,c2) add(t2,c3) sub(t3,c3) mul(t4,c4) sub(t1,t5) mul(t4,c5) sub(t6,t7) mul(t8,t8) mul(t9,c8) add(c7,t10) mul(t9,t11) add(c6,t12) add(t8,t13) shiftLeft23(t3) sub(t13,t8) mul(t15,t16) add(t14,t17) div(t14,t18) mul(x0,t19) sub(u1,u0) reciprocal(t21) mul(c10,t22) pseudoMaximum(x0,u0) pseudoMinimum(t24,u1) sub(t25,u0) mul(t23,t26) floor(t27) pseudoMaximum(t28,c11) pseudoMinimum(t29,c12) sub(t30,t27) add(c9,t31) mul(c14,t32) mul(t32,t33) mul(c13,t34) mul(t32,t35) sub(x0,t25) mul(t22,c15) mul(t38,t32) mul(t23,t33) sub(t39,t40) mul(c13,t41) mul(t32,t42) mul(t23,t35) sub(t43,t44) mul(t37,t45) add(t36,t46) sub(t27,t30) add(c6,t48) mul(t35,t49) add(c6,t31) add(c9,t48) mul(t33,t52) mul(c14,t48) mul(t51,t54) add(t53,t55) mul(c13,t56) mul(t51,t57) add(t50,t58) mul(t42,t49) add(t44,t60) mul(t38,t52) add(t40,t62) mul(t22,c16) mul(t64,t51) mul(t23,t54) sub(t65,t66) add(t63,t67) mul(c13,t68) mul(t51,t69) mul(t23,t57) sub(t70,t71) add(t61,t72) mul(t37,t73) add(t59,t74) mul(t52,t57) add(c17,t31) mul(t48,t54) mul(c13,t78) mul(t77,t79) add(t76,t80) mul(t52,t69) add(t71,t82) mul(t64,t48) add(t66,t84) mul(c13,t85) mul(t77,t86) mul(t23,t79) sub(t87,t88) add(t83,t89) mul(t37,t90) add(t81,t91) mul(t48,t79) mul(t48,t86) add(t88,t94) mul(t37,t95) add(t93,t96) 0=t20 1=t47 2=t75 3=t92 4=t97 start=t30", 4, 2, 5, 18, 1) \
    F(1, "1 2 pseudoMaximum(x0,c0) pseudoMinimum(t0,c1) mul(t1,c2) add(t2,c3) sub(t3,c3) mul(t4,c4) sub(t1,t5) mul(t4,c5) sub(t6,t7) mul(t8,t8) mul(t9,c8) add(c7,t10) mul(t9,t11) add(c6,t12) add(t8,t13) shiftLeft23(t3) sub(t13,t8) mul(t15,t16) add(t14,t17) div(t14,t18) mul(x0,t19) sub(u1,u0) reciprocal(t21) mul(c10,t22) pseudoMaximum(x0,u0) pseudoMinimum(t24,u1) sub(t25,u0) mul(t23,t26) floor(t27) pseudoMaximum(t28,c11) pseudoMinimum(t29,c12) sub(t30,t27) add(c9,t31) mul(c14,t32) mul(t32,t33) mul(c13,t34) mul(t32,t35) sub(x0,t25) mul(t22,c15) mul(t38,t32) mul(t23,t33) sub(t39,t40) mul(c13,t41) mul(t32,t42) mul(t23,t35) sub(t43,t44) mul(t37,t45) add(t36,t46) sub(t27,t30) add(c6,t48) mul(t35,t49) add(c6,t31) add(c9,t48) mul(t33,t52) mul(c14,t48) mul(t51,t54) add(t53,t55) mul(c13,t56) mul(t51,t57) add(t50,t58) mul(t42,t49) add(t44,t60) mul(t38,t52) add(t40,t62) mul(t22,c16) mul(t64,t51) mul(t23,t54) sub(t65,t66) add(t63,t67) mul(c13,t68) mul(t51,t69) mul(t23,t57) sub(t70,t71) add(t61,t72) mul(t37,t73) add(t59,t74) mul(t52,t57) add(c17,t31) mul(t48,t54) mul(c13,t78) mul(t77,t79) add(t76,t80) mul(t52,t69) add(t71,t82) mul(t64,t48) add(t66,t84) mul(c13,t85) mul(t77,t86) mul(t23,t79) sub(t87,t88) add(t83,t89) mul(t37,t90) add(t81,t91) mul(t48,t79) mul(t48,t86) add(t88,t94) mul(t37,t95) add(t93,t96) sub(c9,t19) mul(t19,t98) mul(x0,t99) add(t19,t100) 0=t20 1=t47 2=t75 3=t92 4=t97 5=t101 6=t45 7=t73 8=t90 9=t95 start=t30", 4, 2, 10, 18, 1)

#define FEATURES_8(F) \
    F(2, "1 2 pseudoMaximum(x0,c0) pseudoMinimum(t0,c1) mul(t1,c2) add(t2,c3) sub(t3,c3) mul(t4,c4) sub(t1,t5) mul(t4,c5) sub(t6,t7) mul(t8,t8) mul(t9,c8) add(c7,t10) mul(t9,c10) add(c9,t12) mul(t9,t9) mul(t13,t14) add(t11,t15) mul(t14,t14) mul(c11,t17) add(t16,t18) mul(t9,t19) add(c6,t20) add(t8,t21) shiftLeft52(t3) sub(t21,t8) mul(t23,t24) add(t22,t25) div(t22,t26) mul(x0,t27) sub(u1,u0) reciprocal(t29) mul(c13,t30) pseudoMaximum(x0,u0) pseudoMinimum(t32,u1) sub(t33,u0) mul(t31,t34) floor(t35) pseudoMaximum(t36,c14) pseudoMinimum(t37,c15) sub(t38,t35) add(c12,t39) mul(c17,t40) mul(t40,t41) mul(c16,t42) mul(t40,t43) sub(x0,t33) mul(t30,c18) mul(t46,t40) mul(t31,t41) sub(t47,t48) mul(c16,t49) mul(t40,t50) mul(t31,t43) sub(t51,t52) mul(t45,t53) add(t44,t54) sub(t35,t38) add(c6,t56) mul(t43,t57) add(c6,t39) add(c12,t56) mul(t41,t60) mul(c17,t56) mul(t59,t62) add(t61,t63) mul(c16,t64) mul(t59,t65) add(t58,t66) mul(t50,t57) add(t52,t68) mul(t46,t60) add(t48,t70) mul(t30,c19) mul(t72,t59) mul(t31,t62) sub(t73,t74) add(t71,t75) mul(c16,t76) mul(t59,t77) mul(t31,t65) sub(t78,t79) add(t69,t80) mul(t45,t81) add(t67,t82) mul(t60,t65) add(c20,t39) mul(t56,t62) mul(c16,t86) mul(t85,t87) add(t84,t88) mul(t60,t77) add(t79,t90) mul(t72,t56) add(t74,t92) mul(c16,t93) mul(t85,t94) mul(t31,t87) sub(t95,t96) add(t91,t97) mul(t45,t98) add(t89,t99) mul(t56,t87) mul(t56,t94) add(t96,t102) mul(t45,t103) add(t101,t104) 0=t28 1=t55 2=t83 3=t100 4=t105 start=t38", 8, 2, 5, 21, 1) \
    F(3, "1 2 pseudoMaximum(x0,c0) pseudoMinimum(t0,c1) mul(t1,c2) add(t2,c3) sub(t3,c3) mul(t4,c4) sub(t1,t5) mul(t4,c5) sub(t6,t7) mul(t8,t8) mul(t9,c8) add(c7,t10) mul(t9,c10) add(c9,t12) mul(t9,t9) mul(t13,t14) add(t11,t15) mul(t14,t14) mul(c11,t17) add(t16,t18) mul(t9,t19) add(c6,t20) add(t8,t21) shiftLeft52(t3) sub(t21,t8) mul(t23,t24) add(t22,t25) div(t22,t26) mul(x0,t27) sub(u1,u0) reciprocal(t29) mul(c13,t30) pseudoMaximum(x0,u0) pseudoMinimum(t32,u1) sub(t33,u0) mul(t31,t34) floor(t35) pseudoMaximum(t36,c14) pseudoMinimum(t37,c15) sub(t38,t35) add(c12,t39) mul(c17,t40) mul(t40,t41) mul(c16,t42) mul(t40,t43) sub(x0,t33) mul(t30,c18) mul(t46,t40) mul(t31,t41) sub(t47,t48) mul(c16,t49) mul(t40,t50) mul(t31,t43) sub(t51,t52) mul(t45,t53) add(t44,t54) sub(t35,t38) add(c6,t56) mul(t43,t57) add(c6,t39) add(c12,t56) mul(t41,t60) mul(c17,t56) mul(t59,t62) add(t61,t63) mul(c16,t64) mul(t59,t65) add(t58,t66) mul(t50,t57) add(t52,t68) mul(t46,t60) add(t48,t70) mul(t30,c19) mul(t72,t59) mul(t31,t62) sub(t73,t74) add(t71,t75) mul(c16,t76) mul(t59,t77) mul(t31,t65) sub(t78,t79) add(t69,t80) mul(t45,t81) add(t67,t82) mul(t60,t65) add(c20,t39) mul(t56,t62) mul(c16,t86) mul(t85,t87) add(t84,t88) mul(t60,t77) add(t79,t90) mul(t72,t56) add(t74,t92) mul(c16,t93) mul(t85,t94) mul(t31,t87) sub(t95,t96) add(t91,t97) mul(t45,t98) add(t89,t99) mul(t56,t87) mul(t56,t94) add(t96,t102) mul(t45,t103) add(t101,t104) sub(c12,t27) mul(t27,t106) mul(x0,t107) add(t27,t108) 0=t28 1=t55 2=t83 3=t100 4=t105 5=t109 6=t53 7=t81 8=t98 9=t103 start=t38", 8, 2, 10, 21, 1)
#define FIRST_8 2

#ifdef REAL
/* adam */
INLINE void map_0(const vector *x, const vector *u, const vector *c, vector *y) {
    const vector t0 = c[1] * x[2];
    const vector t1 = c[2] * x[1];
    const vector t2 = t0 + t1;
    const vector t3 = t2 * u[0];
    const vector t4 = c[3] * x[3];
    const vector t5 = x[1] * x[1];
    const vector t6 = c[4] * t5;
    const vector t7 = t4 + t6;
    const vector t8 = t7 * u[1];
    const vector t9 = root(t8);
    const vector t10 = t9 + c[5];
    const vector t11 = splat(1) / t10;
    const vector t12 = t3 * t11;
    const vector t13 = c[0] * t12;
    const vector t14 = x[0] - t13;
    y[0] = t14;
    y[2] = t2;
    y[3] = t7;
}

/* adam, decay: cosine */
INLINE void map_1(const vector *x, const vector *u, const vector *c, vector *y) {
    const vector t0 = c[0] * x[2];
    const vector t1 = c[1] * x[1];
    const vector t2 = t0 + t1;
    const vector t3 = t2 * u[0];
    const vector t4 = c[2] * x[3];
    const vector t5 = x[1] * x[1];
    const vector t6 = c[3] * t5;
    const vector t7 = t4 + t6;
    const vector t8 = t7 * u[1];
    const vector t9 = root(t8);
    const vector t10 = t9 + c[4];
    const vector t11 = splat(1) / t10;
    const vector t12 = t3 * t11;
    const vector t13 = u[2] * t12;
    const vector t14 = x[0] - t13;
    y[0] = t14;
    y[2] = t2;
    y[3] = t7;
}

/* adamw */
INLINE void map_2(const vector *x, const vector *u, const vector *c, vector *y) {
    const vector t0 = c[1] * x[2];
    const vector t1 = c[2] * x[1];
    const vector t2 = t0 + t1;
    const vector t3 = t2 * u[0];
    const vector t4 = c[3] * x[3];
    const vector t5 = x[1] * x[1];
    const vector t6 = c[4] * t5;
    const vector t7 = t4 + t6;
    const vector t8 = t7 * u[1];
    const vector t9 = root(t8);
    const vector t10 = t9 + c[5];
    const vector t11 = splat(1) / t10;
    const vector t12 = t3 * t11;
    const vector t13 = x[0] * c[6];
    const vector t14 = t12 + t13;
    const vector t15 = c[0] * t14;
    const vector t16 = x[0] - t15;
    y[0] = t16;
    y[2] = t2;
    y[3] = t7;
}

/* adamw, decay: cosine */
INLINE void map_3(const vector *x, const vector *u, const vector *c, vector *y) {
    const vector t0 = c[0] * x[2];
    const vector t1 = c[1] * x[1];
    const vector t2 = t0 + t1;
    const vector t3 = t2 * u[0];
    const vector t4 = c[2] * x[3];
    const vector t5 = x[1] * x[1];
    const vector t6 = c[3] * t5;
    const vector t7 = t4 + t6;
    const vector t8 = t7 * u[1];
    const vector t9 = root(t8);
    const vector t10 = t9 + c[4];
    const vector t11 = splat(1) / t10;
    const vector t12 = t3 * t11;
    const vector t13 = x[0] * c[5];
    const vector t14 = t12 + t13;
    const vector t15 = u[2] * t14;
    const vector t16 = x[0] - t15;
    y[0] = t16;
    y[2] = t2;
    y[3] = t7;
}

/* sgd */
INLINE void map_4(const vector *x, const vector *u, const vector *c, vector *y) {
    const vector t0 = c[0] * x[1];
    const vector t1 = x[0] - t0;
    y[0] = t1;
    y[2] = x[1];
}

/* sgd, decay: cosine */
INLINE void map_5(const vector *x, const vector *u, const vector *c, vector *y) {
    const vector t0 = u[0] * x[1];
    const vector t1 = x[0] - t0;
    y[0] = t1;
    y[2] = x[1];
}

#if IS_DOUBLE
/* b-spline, float64 */
INLINE void features_2(const vector *x, const vector *u, const vector *c, vector *y) {
    const vector t0 = PSEUDO_MAXIMUM(x[0], c[0]);
    const vector t1 = PSEUDO_MINIMUM(t0, c[1]);
    const vector t2 = t1 * c[2];
    const vector t3 = t2 + c[3];
    const vector t4 = t3 - c[3];
    const vector t5 = t4 * c[4];
    const vector t6 = t1 - t5;
    const vector t7 = t4 * c[5];
    const vector t8 = t6 - t7;
    const vector t9 = t8 * t8;
    const vector t10 = t9 * c[8];
    const vector t11 = c[7] + t10;
    const vector t12 = t9 * c[10];
    const vector t13 = c[9] + t12;
    const vector t14 = t9 * t9;
    const vector t15 = t13 * t14;
    const vector t16 = t11 + t15;
    const vector t17 = t14 * t14;
    const vector t18 = c[11] * t17;
    const vector t19 = t16 + t18;
    const vector t20 = t9 * t19;
    const vector t21 = c[6] + t20;
    const vector t22 = t8 + t21;
    const vector t23 = SHIFT_LEFT(t3, 52);
    const vector t24 = t21 - t8;
    const vector t25 = t23 * t24;
    const vector t26 = t22 + t25;
    const vector t27 = t22 / t26;
    const vector t28 = x[0] * t27;
    const vector t29 = u[1] - u[0];
    const vector t30 = splat(1) / t29;
    const vector t31 = c[13] * t30;
    const vector t32 = PSEUDO_MAXIMUM(x[0], u[0]);
    const vector t33 = PSEUDO_MINIMUM(t32, u[1]);
    const vector t34 = t33 - u[0];
    const vector t35 = t31 * t34;
    const vector t36 = whole_part(t35);
    const vector t37 = PSEUDO_MAXIMUM(t36, c[14]);
    const vector t38 = PSEUDO_MINIMUM(t37, c[15]);
    const vector t39 = t38 - t35;
    const vector t40 = c[12] + t39;
    const vector t41 = c[17] * t40;
    const vector t42 = t40 * t41;
    const vector t43 = c[16] * t42;
    const vector t44 = t40 * t43;
    const vector t45 = x[0] - t33;
    const vector t46 = t30 * c[18];
    const vector t47 = t46 * t40;
    const vector t48 = t31 * t41;
    const vector t49 = t47 - t48;
    const vector t50 = c[16] * t49;
    const vector t51 = t40 * t50;
    const vector t52 = t31 * t43;
    const vector t53 = t51 - t52;
    const vector t54 = t45 * t53;
    const vector t55 = t44 + t54;
    const vector t56 = t35 - t38;
    const vector t57 = c[6] + t56;
    const vector t58 = t43 * t57;
    const vector t59 = c[6] + t39;
    const vector t60 = c[12] + t56;
    const vector t61 = t41 * t60;
    const vector t62 = c[17] * t56;
    const vector t63 = t59 * t62;
    const vector t64 = t61 + t63;
    const vector t65 = c[16] * t64;
    const vector t66 = t59 * t65;
    const vector t67 = t58 + t66;
    const vector t68 = t50 * t57;
    const vector t69 = t52 + t68;
    const vector t70 = t46 * t60;
    const vector t71 = t48 + t70;
    const vector t72 = t30 * c[19];
    const vector t73 = t72 * t59;
    const vector t74 = t31 * t62;
    const vector t75 = t73 - t74;
    const vector t76 = t71 + t75;
    const vector t77 = c[16] * t76;
    const vector t78 = t59 * t77;
    const vector t79 = t31 * t65;
    const vector t80 = t78 - t79;
    const vector t81 = t69 + t80;
    const vector t82 = t45 * t81;
    const vector t83 = t67 + t82;
    const vector t84 = t60 * t65;
    const vector t85 = c[20] + t39;
    const vector t86 = t56 * t62;
    const vector t87 = c[16] * t86;
    const vector t88 = t85 * t87;
    const vector t89 = t84 + t88;
    const vector t90 = t60 * t77;
    const vector t91 = t79 + t90;
    const vector t92 = t72 * t56;
    const vector t93 = t74 + t92;
    const vector t94 = c[16] * t93;
    const vector t95 = t85 * t94;
    const vector t96 = t31 * t87;
    const vector t97 = t95 - t96;
    const vector t98 = t91 + t97;
    const vector t99 = t45 * t98;
    const vector t100 = t89 + t99;
    const vector t101 = t56 * t87;
    const vector t102 = t56 * t94;
    const vector t103 = t96 + t102;
    const vector t104 = t45 * t103;
    const vector t105 = t101 + t104;
    y[0] = t28;
    y[1] = t55;
    y[2] = t83;
    y[3] = t100;
    y[4] = t105;
    y[5] = t38;
}

/* b-spline, float64 */
INLINE void features_3(const vector *x, const vector *u, const vector *c, vector *y) {
    const vector t0 = PSEUDO_MAXIMUM(x[0], c[0]);
    const vector t1 = PSEUDO_MINIMUM(t0, c[1]);
    const vector t2 = t1 * c[2];
    const vector t3 = t2 + c[3];
    const vector t4 = t3 - c[3];
    const vector t5 = t4 * c[4];
    const vector t6 = t1 - t5;
    const vector t7 = t4 * c[5];
    const vector t8 = t6 - t7;
    const vector t9 = t8 * t8;
    const vector t10 = t9 * c[8];
    const vector t11 = c[7] + t10;
    const vector t12 = t9 * c[10];
    const vector t13 = c[9] + t12;
    const vector t14 = t9 * t9;
    const vector t15 = t13 * t14;
    const vector t16 = t11 + t15;
    const vector t17 = t14 * t14;
    const vector t18 = c[11] * t17;
    const vector t19 = t16 + t18;
    const vector t20 = t9 * t19;
    const vector t21 = c[6] + t20;
    const vector t22 = t8 + t21;
    const vector t23 = SHIFT_LEFT(t3, 52);
    const vector t24 = t21 - t8;
    const vector t25 = t23 * t24;
    const vector t26 = t22 + t25;
    const vector t27 = t22 / t26;
    const vector t28 = x[0] * t27;
    const vector t29 = u[1] - u[0];
    const vector t30 = splat(1) / t29;
    const vector t31 = c[13] * t30;
    const vector t32 = PSEUDO_MAXIMUM(x[0], u[0]);
    const vector t33 = PSEUDO_MINIMUM(t32, u[1]);
    const vector t34 = t33 - u[0];
    const vector t35 = t31 * t34;
    const vector t36 = whole_part(t35);
    const vector t37 = PSEUDO_MAXIMUM(t36, c[14]);
    const vector t38 = PSEUDO_MINIMUM(t37, c[15]);
    const vector t39 = t38 - t35;
    const vector t40 = c[12] + t39;
    const vector t41 = c[17] * t40;
    const vector t42 = t40 * t41;
    const vector t43 = c[16] * t42;
    const vector t44 = t40 * t43;
    const vector t45 = x[0] - t33;
    const vector t46 = t30 * c[18];
    const vector t47 = t46 * t40;
    const vector t48 = t31 * t41;
    const vector t49 = t47 - t48;
    const vector t50 = c[16] * t49;
    const vector t51 = t40 * t50;
    const vector t52 = t31 * t43;
    const vector t53 = t51 - t52;
    const vector t54 = t45 * t53;
    const vector t55 = t44 + t54;
    const vector t56 = t35 - t38;
    const vector t57 = c[6] + t56;
    const vector t58 = t43 * t57;
    const vector t59 = c[6] + t39;
    const vector t60 = c[12] + t56;
    const vector t61 = t41 * t60;
    const vector t62 = c[17] * t56;
    const vector t63 = t59 * t62;
    const vector t64 = t61 + t63;
    const vector t65 = c[16] * t64;
    const vector t66 = t59 * t65;
    const vector t67 = t58 + t66;
    const vector t68 = t50 * t57;
    const vector t69 = t52 + t68;
    const vector t70 = t46 * t60;
    const vector t71 = t48 + t70;
    const vector t72 = t30 * c[19];
    const vector t73 = t72 * t59;
    const vector t74 = t31 * t62;
    const vector t75 = t73 - t74;
    const vector t76 = t71 + t75;
    const vector t77 = c[16] * t76;
    const vector t78 = t59 * t77;
    const vector t79 = t31 * t65;
    const vector t80 = t78 - t79;
    const vector t81 = t69 + t80;
    const vector t82 = t45 * t81;
    const vector t83 = t67 + t82;
    const vector t84 = t60 * t65;
    const vector t85 = c[20] + t39;
    const vector t86 = t56 * t62;
    const vector t87 = c[16] * t86;
    const vector t88 = t85 * t87;
    const vector t89 = t84 + t88;
    const vector t90 = t60 * t77;
    const vector t91 = t79 + t90;
    const vector t92 = t72 * t56;
    const vector t93 = t74 + t92;
    const vector t94 = c[16] * t93;
    const vector t95 = t85 * t94;
    const vector t96 = t31 * t87;
    const vector t97 = t95 - t96;
    const vector t98 = t91 + t97;
    const vector t99 = t45 * t98;
    const vector t100 = t89 + t99;
    const vector t101 = t56 * t87;
    const vector t102 = t56 * t94;
    const vector t103 = t96 + t102;
    const vector t104 = t45 * t103;
    const vector t105 = t101 + t104;
    const vector t106 = c[12] - t27;
    const vector t107 = t27 * t106;
    const vector t108 = x[0] * t107;
    const vector t109 = t27 + t108;
    y[0] = t28;
    y[1] = t55;
    y[2] = t83;
    y[3] = t100;
    y[4] = t105;
    y[5] = t109;
    y[6] = t53;
    y[7] = t81;
    y[8] = t98;
    y[9] = t103;
    y[10] = t38;
}
#else
/* b-spline, float32 */
INLINE void features_0(const vector *x, const vector *u, const vector *c, vector *y) {
    const vector t0 = PSEUDO_MAXIMUM(x[0], c[0]);
    const vector t1 = PSEUDO_MINIMUM(t0, c[1]);
    const vector t2 = t1 * c[2];
    const vector t3 = t2 + c[3];
    const vector t4 = t3 - c[3];
    const vector t5 = t4 * c[4];
    const vector t6 = t1 - t5;
    const vector t7 = t4 * c[5];
    const vector t8 = t6 - t7;
    const vector t9 = t8 * t8;
    const vector t10 = t9 * c[8];
    const vector t11 = c[7] + t10;
    const vector t12 = t9 * t11;
    const vector t13 = c[6] + t12;
    const vector t14 = t8 + t13;
    const vector t15 = SHIFT_LEFT(t3, 23);
    const vector t16 = t13 - t8;
    const vector t17 = t15 * t16;
    const vector t18 = t14 + t17;
    const vector t19 = t14 / t18;
    const vector t20 = x[0] * t19;
    const vector t21 = u[1] - u[0];
    const vector t22 = splat(1) / t21;
    const vector t23 = c[10] * t22;
    const vector t24 = PSEUDO_MAXIMUM(x[0], u[0]);
    const vector t25 = PSEUDO_MINIMUM(t24, u[1]);
    const vector t26 = t25 - u[0];
    const vector t27 = t23 * t26;
    const vector t28 = whole_part(t27);
    const vector t29 = PSEUDO_MAXIMUM(t28, c[11]);
    const vector t30 = PSEUDO_MINIMUM(t29, c[12]);
    const vector t31 = t30 - t27;
    const vector t32 = c[9] + t31;
    const vector t33 = c[14] * t32;
    const vector t34 = t32 * t33;
    const vector t35 = c[13] * t34;
    const vector t36 = t32 * t35;
    const vector t37 = x[0] - t25;
    const vector t38 = t22 * c[15];
    const vector t39 = t38 * t32;
    const vector t40 = t23 * t33;
    const vector t41 = t39 - t40;
    const vector t42 = c[13] * t41;
    const vector t43 = t32 * t42;
    const vector t44 = t23 * t35;
    const vector t45 = t43 - t44;
    const vector t46 = t37 * t45;
    const vector t47 = t36 + t46;
    const vector t48 = t27 - t30;
    const vector t49 = c[6] + t48;
    const vector t50 = t35 * t49;
    const vector t51 = c[6] + t31;
    const vector t52 = c[9] + t48;
    const vector t53 = t33 * t52;
    const vector t54 = c[14] * t48;
    const vector t55 = t51 * t54;
    const vector t56 = t53 + t55;
    const vector t57 = c[13] * t56;
    const vector t58 = t51 * t57;
    const vector t59 = t50 + t58;
    const vector t60 = t42 * t49;
    const vector t61 = t44 + t60;
    const vector t62 = t38 * t52;
    const vector t63 = t40 + t62;
    const vector t64 = t22 * c[16];
    const vector t65 = t64 * t51;
    const vector t66 = t23 * t54;
    const vector t67 = t65 - t66;
    const vector t68 = t63 + t67;
    const vector t69 = c[13] * t68;
    const vector t70 = t51 * t69;
    const vector t71 = t23 * t57;
    const vector t72 = t70 - t71;
    const vector t73 = t61 + t72;
    const vector t74 = t37 * t73;
    const vector t75 = t59 + t74;
    const vector t76 = t52 * t57;
    const vector t77 = c[17] + t31;
    const vector t78 = t48 * t54;
    const vector t79 = c[13] * t78;
    const vector t80 = t77 * t79;
    const vector t81 = t76 + t80;
    const vector t82 = t52 * t69;
    const vector t83 = t71 + t82;
    const vector t84 = t64 * t48;
    const vector t85 = t66 + t84;
    const vector t86 = c[13] * t85;
    const vector t87 = t77 * t86;
    const vector t88 = t23 * t79;
    const vector t89 = t87 - t88;
    const vector t90 = t83 + t89;
    const vector t91 = t37 * t90;
    const vector t92 = t81 + t91;
    const vector t93 = t48 * t79;
    const vector t94 = t48 * t86;
    const vector t95 = t88 + t94;
    const vector t96 = t37 * t95;
    const vector t97 = t93 + t96;
    y[0] = t20;
    y[1] = t47;
    y[2] = t75;
    y[3] = t92;
    y[4] = t97;
    y[5] = t30;
}

/* b-spline, float32 */
INLINE void features_1(const vector *x, const vector *u, const vector *c, vector *y) {
    const vector t0 = PSEUDO_MAXIMUM(x[0], c[0]);
    const vector t1 = PSEUDO_MINIMUM(t0, c[1]);
    const vector t2 = t1 * c[2];
    const vector t3 = t2 + c[3];
    const vector t4 = t3 - c[3];
    const vector t5 = t4 * c[4];
    const vector t6 = t1 - t5;
    const vector t7 = t4 * c[5];
    const vector t8 = t6 - t7;
    const vector t9 = t8 * t8;
    const vector t10 = t9 * c[8];
    const vector t11 = c[7] + t10;
    const vector t12 = t9 * t11;
    const vector t13 = c[6] + t12;
    const vector t14 = t8 + t13;
    const vector t15 = SHIFT_LEFT(t3, 23);
    const vector t16 = t13 - t8;
    const vector t17 = t15 * t16;
    const vector t18 = t14 + t17;
    const vector t19 = t14 / t18;
    const vector t20 = x[0] * t19;
    const vector t21 = u[1] - u[0];
    const vector t22 = splat(1) / t21;
    const vector t23 = c[10] * t22;
    const vector t24 = PSEUDO_MAXIMUM(x[0], u[0]);
    const vector t25 = PSEUDO_MINIMUM(t24, u[1]);
    const vector t26 = t25 - u[0];
    const vector t27 = t23 * t26;
    const vector t28 = whole_part(t27);
    const vector t29 = PSEUDO_MAXIMUM(t28, c[11]);
    const vector t30 = PSEUDO_MINIMUM(t29, c[12]);
    const vector t31 = t30 - t27;
    const vector t32 = c[9] + t31;
    const vector t33 = c[14] * t32;
    const vector t34 = t32 * t33;
    const vector t35 = c[13] * t34;
    const vector t36 = t32 * t35;
    const vector t37 = x[0] - t25;
    const vector t38 = t22 * c[15];
    const vector t39 = t38 * t32;
    const vector t40 = t23 * t33;
    const vector t41 = t39 - t40;
    const vector t42 = c[13] * t41;
    const vector t43 = t32 * t42;
    const vector t44 = t23 * t35;
    const vector t45 = t43 - t44;
    const vector t46 = t37 * t45;
    const vector t47 = t36 + t46;
    const vector t48 = t27 - t30;
    const vector t49 = c[6] + t48;
    const vector t50 = t35 * t49;
    const vector t51 = c[6] + t31;
    const vector t52 = c[9] + t48;
    const vector t53 = t33 * t52;
    const vector t54 = c[14] * t48;
    const vector t55 = t51 * t54;
    const vector t56 = t53 + t55;
    const vector t57 = c[13] * t56;
    const vector t58 = t51 * t57;
    const vector t59 = t50 + t58;
    const vector t60 = t42 * t49;
    const vector t61 = t44 + t60;
    const vector t62 = t38 * t52;
    const vector t63 = t40 + t62;
    const vector t64 = t22 * c[16];
    const vector t65 = t64 * t51;
    const vector t66 = t23 * t54;
    const vector t67 = t65 - t66;
    const vector t68 = t63 + t67;
    const vector t69 = c[13] * t68;
    const vector t70 = t51 * t69;
    const vector t71 = t23 * t57;
    const vector t72 = t70 - t71;
    const vector t73 = t61 + t72;
    const vector t74 = t37 * t73;
    const vector t75 = t59 + t74;
    const vector t76 = t52 * t57;
    const vector t77 = c[17] + t31;
    const vector t78 = t48 * t54;
    const vector t79 = c[13] * t78;
    const vector t80 = t77 * t79;
    const vector t81 = t76 + t80;
    const vector t82 = t52 * t69;
    const vector t83 = t71 + t82;
    const vector t84 = t64 * t48;
    const vector t85 = t66 + t84;
    const vector t86 = c[13] * t85;
    const vector t87 = t77 * t86;
    const vector t88 = t23 * t79;
    const vector t89 = t87 - t88;
    const vector t90 = t83 + t89;
    const vector t91 = t37 * t90;
    const vector t92 = t81 + t91;
    const vector t93 = t48 * t79;
    const vector t94 = t48 * t86;
    const vector t95 = t88 + t94;
    const vector t96 = t37 * t95;
    const vector t97 = t93 + t96;
    const vector t98 = c[9] - t19;
    const vector t99 = t19 * t98;
    const vector t100 = x[0] * t99;
    const vector t101 = t19 + t100;
    y[0] = t20;
    y[1] = t47;
    y[2] = t75;
    y[3] = t92;
    y[4] = t97;
    y[5] = t101;
    y[6] = t45;
    y[7] = t73;
    y[8] = t90;
    y[9] = t95;
    y[10] = t30;
}
#endif
#endif
