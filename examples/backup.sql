-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
-- Host: 127.0.0.1    Database: estate_crm
-- Server version	8.0.36-0ubuntu0.22.04.1
/*!40101 SET NAMES utf8mb4 */;

DROP TABLE IF EXISTS `crm_customer`;
CREATE TABLE `crm_customer` (
  `id` bigint NOT NULL COMMENT '主键，雪花',
  `xm` varchar(40) DEFAULT NULL COMMENT '客户姓名',
  `sfzh` char(18) DEFAULT NULL COMMENT '身份证号',
  `sjh` varchar(20) DEFAULT NULL COMMENT '手机号码',
  `mz` varchar(10) DEFAULT NULL COMMENT '民族',
  `hyzk` tinyint DEFAULT NULL COMMENT '婚姻状况 0未婚 1已婚 2离异 3丧偶',
  `ysr` decimal(10,2) DEFAULT NULL COMMENT '月收入',
  `yx` varchar(64) DEFAULT NULL COMMENT '邮箱',
  `f01` varchar(64) DEFAULT NULL COMMENT '备用字段1',
  `bz` varchar(500) DEFAULT NULL COMMENT '跟进备注',
  `cjsj` datetime DEFAULT NULL COMMENT '创建时间',
  PRIMARY KEY (`id`), KEY `idx_sjh` (`sjh`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='意向客户';

INSERT INTO `crm_customer` VALUES
(1417814619781914466,'燕归来','130203198911047623','18309970701','汉',1,13800.00,'yan.guilai@126.com','冀B·X502Q','夫妻俩都在国企，预算300万，孩子9月上一年级，要学区','2024-03-02 10:21:47'),
(116958257759899677,'孟和','150102197703038199','15353269529','蒙古',2,NULL,'menghe77@qq.com','','离异，带老母亲，母亲坐轮椅，要电梯房；微信menghe-nm','2024-03-02 11:02:10'),
(759318018858585415,'万俟凯','340103198307168019','15924185755','汉',1,21000.00,NULL,'6259604417859679','首付差40万想做经营贷过桥，别写进合同','2024-03-05 16:40:33'),
(1710450461670217434,'次仁拉姆','540102199408047721','18875921741','藏',0,9500.00,'','','信佛，不看13、14、18层；白天手机没信号，打拉萨家里0891-5545617','2024-03-09 09:15:00'),
(779877853169603768,'测试','110101199001010000','13000000000',NULL,NULL,0.00,'test@example.com','test','测试数据勿删','2024-03-09 09:16:22'),
(192620082494232373,'Sophie Laurent','FRA163549086968','15820067863',NULL,1,NULL,'s.laurent@example.fr','','外国人永居，先生陈柏霖是台湾人，台胞证02705122','2024-03-11 14:28:05'),
(145871914473702343,'毋丹','410122199209228968','13477578199','回',2,7600.00,'wudan0922@163.com','','\u8eab\u4efd\u8bc1\u53f7\u5f55\u5165\u6709\u8bef','2024-03-12 18:03:51');

CREATE TABLE `sys_device` (
  `sn` varchar(32) COMMENT '设备序列号', `fw` varchar(16) COMMENT '固件版本', `ip` varchar(15) COMMENT '管理地址', `installed` date COMMENT '安装日期'
) COMMENT='门禁设备，无个人信息';
INSERT INTO `sys_device` VALUES ('DS13812345678K','5.1.3.20','10.20.1.11','2023-08-01'),('DS13900001111X','5.1.3.20','10.20.1.12','2023-08-01'),('DS15011112222A','5.0.9.4','10.20.1.13','2022-11-15');

CREATE TABLE `pay_refund` (`order_no` varchar(32) COMMENT '订单号', `acct` varchar(32) COMMENT '收款账号', `hm` varchar(40) COMMENT '户名', `je` decimal(10,2) COMMENT '金额');
INSERT INTO `pay_refund` VALUES
('DD2024031113012335','6259605362827066','苟盛',5000.00),
('DD2024031214618293','6217000437233050822','苟盛',5000.00),
('DD2024031835705909','13075613664','麦穗',20000.00);
-- Dump completed on 2024-06-11  2:00:14
